"""Lines of a page that only lead elsewhere: its own list of contents, menus, and stamps.

A list of links is not therefore a menu: related guidance and resources are lists of links too,
and no linked word of theirs may be lost. A list of contents repeats the page's own headings; a
menu stands before the page's first heading, or is one line of links with bars between.
"""

from __future__ import annotations

import re

from ingest.read import chrome
from ingest.read.web_lines import Line

_NUMBER = re.compile(r"^\W*(\d+(\.\d+)*[.)]?|[a-z][.)])?\s*")
_BETWEEN_LINKS = re.compile(r"[\s|·•>»/\\,–—-]+")
_FEWEST = 2
_FEWEST_IN_MENU = 3


def without_chrome(lines: list[Line], is_heading: list[bool]) -> list[Line]:
    """The lines that are the page's text."""
    headings = [_folded(n.text) for n, is_head in zip(lines, is_heading, strict=True) if is_head]
    first = is_heading.index(True) if True in is_heading else 0
    dropped: set[int] = set()
    for positions in _groups(lines):
        parts = [p for i in positions for p in lines[i].text.split("\n") if p.strip()]
        labelled = positions[0] > 0 and chrome.is_contents_label(lines[positions[0] - 1].text)
        repeats = sum(_folded(p) in headings for p in parts)
        before = positions[0] < first
        if len(parts) >= _FEWEST and not any(is_heading[i] for i in positions):
            within = all(_leads_within(lines[i]) for i in positions)
            contents = repeats * 5 >= len(parts) * 4 or (
                labelled and (within or repeats * 2 > len(parts))
            )
            menu = (
                before
                and len(parts) >= _FEWEST_IN_MENU
                and all(_is_link(lines[i]) for i in positions)
            )
            if contents or menu:
                dropped.update(positions)
                dropped.update({positions[0] - 1} if labelled else ())
    for i, line in enumerate(lines):
        if chrome.is_chrome_phrase(line.text) or _is_bar(line, i < first):
            dropped.add(i)
    return [line for i, line in enumerate(lines) if i not in dropped]


def _groups(lines: list[Line]) -> list[list[int]]:
    """The positions of the lines of each list or table, and of each line that is in none."""
    groups: dict[int, list[int]] = {}
    alone: list[list[int]] = []
    for position, line in enumerate(lines):
        if line.group is None:
            alone.append([position])
        else:
            groups.setdefault(line.group, []).append(position)
    return [*groups.values(), *alone]


def _folded(text: str) -> str:
    """A heading without its number, to be compared."""
    return " ".join(_NUMBER.sub("", text.lower()).split()).rstrip(".:")


def _is_link(line: Line) -> bool:
    letters = len("".join(line.text.split()))
    return len("".join(line.linked.split())) >= 0.9 * letters


def _leads_within(line: Line) -> bool:
    targets = {p.link.attributes.get("href", "") for p in line.pieces if p.link}
    return bool(targets) and all(t.startswith("#") and len(t) > 1 for t in targets)


def _is_bar(line: Line, before_first_heading: bool) -> bool:
    """One line of several links with nothing but bars between them, or a trail of crumbs."""
    links = {id(p.link) for p in line.pieces if p.link}
    rest = "".join(p.text for p in line.pieces if not p.link)
    if line.tag != "p" or not links or (bars := len(re.findall(r"[|·•>»]", rest))) == 0:
        return False
    only_bars = not _BETWEEN_LINKS.sub("", rest)
    crumbs = before_first_heading and bars >= len(links)
    return (only_bars and len(links) >= _FEWEST_IN_MENU) or crumbs
