"""Which part of a page is its text: the element that says so, if it holds most of the words."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.read import chrome
from ingest.read.markup import Element, Text

_LEAST_SHARE = {3: 0.3, 2: 0.6, 1: 0.6}
"""What part of the page's words an element must hold to be believed, by how strongly it says
that it is the main one."""
_UNSEEN = frozenset("script style template noscript svg head".split())
_MOSTLY_LINKS = 0.6


def main_element(root: Element) -> Element:
    """The element that holds the page's text; the whole page where none stands out."""
    whole = _size(root)
    for rank in (3, 2, 1):
        found = list(_outermost(root, rank))
        if len(found) == 1 and _size(found[0]) >= _LEAST_SHARE[rank] * whole:
            return found[0]
    return root


def is_frame(element: Element, inside_main: bool) -> bool:
    """Whether an element is a menu, banner or the like. One that holds the page's heading, or
    wraps its text (as some sites wrap all of a page in a form), is not."""
    if not chrome.is_chrome(element):
        return False
    if element.tag in ("script", "style", "noscript", "template", "svg", "head"):
        return True
    if inside_main and element.tag == "header":
        return False
    if inside_main and element.tag == "aside":
        return _linked(element) >= _MOSTLY_LINKS * _size(element)
    if element.tag == "form":
        return not _holds(element, ("h1", "h2", "main", "article"))
    return not _holds(element, ("h1", "main"))


def text_of(element: Element, source: str) -> str:
    """All characters below an element, as they stand in the source."""
    return "".join(source[t.start : t.end] for t in texts(element))


def elements(element: Element) -> Iterator[Element]:
    """The element and all below it, in order of the page."""
    waiting = [element]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(c for c in reversed(current.children) if isinstance(c, Element))


def _outermost(root: Element, rank: int) -> Iterator[Element]:
    waiting = [root]
    while waiting:
        current = waiting.pop()
        if chrome.rank_as_main(current) == rank:
            yield current
            continue
        waiting.extend(c for c in reversed(current.children) if isinstance(c, Element))


def texts(element: Element) -> Iterator[Text]:
    """The text below an element, in order; scripts, styles and the page's head left out."""
    waiting: list[Element | Text] = [element]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Text):
            yield current
        elif current.tag not in _UNSEEN:
            waiting.extend(reversed(current.children))


def _size(element: Element) -> int:
    return sum(t.end - t.start for t in texts(element))


def _linked(element: Element) -> int:
    return sum(_size(e) for e in elements(element) if e.tag == "a")


def _holds(element: Element, tags: tuple[str, ...]) -> bool:
    return any(e.tag in tags for e in elements(element))
