"""HTML to a tree of elements whose text keeps its place in the source, in bounded time and depth.

Tags are cut as the HTML standard cuts them: an unclosed comment, quotation mark or script runs to
the end of the page. So nothing is scanned twice, and a page made to hang a parser cannot
(docs/decisions/0004-html-parser.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

DEEPEST = 150
"""Elements nested deeper than this are read as if they stood at this depth."""

MOST_ELEMENTS = 200_000
"""No honest page holds more."""

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section"
    " summary table tbody td tfoot th thead tr ul".split()
)
_RAW = frozenset("script style xmp iframe noembed noframes textarea title".split())
_PARAGRAPH = frozenset(("p",))
_OTHER_BLOCKS = BLOCKS - _PARAGRAPH
_CELL = ("td", "th")
_FENCES = frozenset(("td", "th", "table", "body", "html"))
_TABLE_PARTS = frozenset("td th tr tbody thead tfoot table body html".split())
_CLOSED_BY = {
    "li": (frozenset(("li",)), frozenset(("ul", "ol"))),
    "dt": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "dd": (frozenset(("dt", "dd")), frozenset(("dl",))),
    "tr": (frozenset(("tr",)), frozenset(("table",))),
    "td": (frozenset(_CELL), frozenset(("tr", "table"))),
    "th": (frozenset(_CELL), frozenset(("tr", "table"))),
    "tbody": (frozenset(("tbody", "thead", "tfoot")), frozenset(("table",))),
}
_PLAIN_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)>")
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_SPACE = re.compile(r"[\s/]*")
_ATTRIBUTE = re.compile(r"[^\s/>][^\s/>=]*")
_ENTITY = re.compile(r"&#?\w{1,32};?")
_VALUE = re.compile(r"\s*=\s*(?:\"([^\"]*)(\"?)|'([^']*)('?)|([^\s>]*))")


class TooManyElements(ValueError):
    """A page holds more elements than any honest one does."""


@dataclass(slots=True)
class Text:
    """Characters of the source from ``start`` to ``end``, entities not yet resolved."""

    start: int
    end: int


@dataclass(slots=True, eq=False)
class Element:
    """An element of the page, its attributes and what stands in it, in order."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | Text] = field(default_factory=list)

    def names(self) -> list[str]:
        """Its id and classes, in lower case."""
        named = f"{self.attributes.get('id', '')} {self.attributes.get('class', '')}"
        return named.lower().split()


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    closes: bool


def parse(source: str) -> tuple[Element, int | None]:
    """The page as a tree, and where it breaks off inside a tag or comment, if it does.

    Raises TooManyElements for a page that no honest author writes.
    """
    tree = _Tree()
    tokens = _tokens(source)
    broken: int | None = None
    for token in tokens:
        if isinstance(token, int):
            broken = token
        elif isinstance(token, Text):
            tree.write(token)
        elif token.closes:
            tree.close(token.name)
        else:
            tree.open(token)
    return tree.root, broken


def shown(source: str, text: Text) -> Iterator[tuple[str, int]]:
    """The characters that a reader sees, in pieces with the place of each in the source."""
    position = text.start
    for found in _ENTITY.finditer(source, text.start, text.end):
        resolved = unescape(found[0])
        if resolved == found[0]:
            continue
        if found.start() > position:
            yield source[position : found.start()], position
        yield resolved, found.start()
        position = found.end()
    if position < text.end:
        yield source[position : text.end], position


def _tokens(source: str) -> Iterator[Text | _Tag | int]:
    """Text and tags in order; a number is where the page breaks off."""
    position, size = 0, len(source)
    while position < size:
        start = source.find("<", position)
        if start < 0:
            start = size
        if start > position:
            yield Text(position, start)
        if start == size:
            return
        following = source[start + 1 : start + 2]
        if following in ("!", "?"):
            position = _after(source, start)
        elif following == "/" or following.isalpha():
            tag, position = _tag(source, start)
            if tag:
                yield tag
                if tag.name in _RAW and not tag.closes and position > 0:
                    text, position = _raw_text(source, tag.name, position)
                    yield text
        else:
            yield Text(start, start + 1)
            position = start + 1
        if position < 0:
            yield start
            return


def _after(source: str, start: int) -> int:
    """The end of a comment or declaration; -1 where it has none."""
    mark = "-->" if source.startswith("<!--", start) else ">"
    end = source.find(mark, start + 2)
    return end + len(mark) if end >= 0 else -1


def _raw_text(source: str, name: str, position: int) -> tuple[Text, int]:
    """What stands up to the end tag of an element that holds no elements."""
    end = re.compile(rf"</{name}\b", re.IGNORECASE).search(source, position)
    return (Text(position, end.start()), end.start()) if end else (Text(position, position), -1)


def _tag(source: str, start: int) -> tuple[_Tag | None, int]:
    """The tag that begins at ``start`` and where it ends; -1 where it has no end."""
    plain = _PLAIN_TAG.match(source, start)
    if plain:
        return _Tag(plain[2].lower(), {}, bool(plain[1])), plain.end()
    closes = source[start + 1] == "/"
    name = _NAME.match(source, start + 1 + closes)
    if not name:
        end = source.find(">", start)
        return None, (end + 1 if end >= 0 else -1)
    attributes: dict[str, str] = {}
    position = name.end()
    while True:
        space = _SPACE.match(source, position)
        position = space.end() if space else position
        if position >= len(source):
            return None, -1
        if source[position] == ">":
            return _Tag(name[0].lower(), attributes, closes), position + 1
        key, value, position = _attribute(source, position)
        if position < 0:
            return None, -1
        attributes.setdefault(key, value)


def _attribute(source: str, position: int) -> tuple[str, str, int]:
    key = _ATTRIBUTE.match(source, position)
    assert key, "the caller has skipped white space and the end of the tag"
    value = _VALUE.match(source, key.end())
    if not value:
        return key[0].lower(), "", key.end()
    double, closed, single, closed_too, plain = value.groups()
    quoted = double if double is not None else single
    if quoted is not None and not (closed or closed_too):
        return "", "", -1
    return key[0].lower(), unescape(quoted if quoted is not None else plain), value.end()


class _Tree:
    """Opens and closes elements as a browser does, near enough for text."""

    def __init__(self) -> None:
        self.root = Element("html", {})
        self._open = [self.root]
        self._deeper: dict[str, int] = {}
        self._count = 0

    def write(self, text: Text) -> None:
        children = self._open[-1].children
        last = children[-1] if children else None
        if isinstance(last, Text) and last.end == text.start:
            last.end = text.end
        else:
            children.append(text)

    def open(self, tag: _Tag) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS:
            raise TooManyElements
        if tag.name == "html":
            return
        self._close_implied(tag.name)
        element = Element(tag.name, tag.attributes)
        self._open[-1].children.append(element)
        if tag.name in VOID:
            return
        if len(self._open) > DEEPEST:
            self._deeper[tag.name] = self._deeper.get(tag.name, 0) + 1
            return
        self._open.append(element)

    def close(self, name: str) -> None:
        if self._deeper.get(name):
            self._deeper[name] -= 1
            return
        fences = frozenset(("table", "html")) if name in _TABLE_PARTS else _FENCES
        self._close_up_to(frozenset((name,)), fences - {name})

    def _close_implied(self, name: str) -> None:
        """A paragraph is ended by the next block, an item or cell by the next of its kind."""
        if name in BLOCKS:
            self._close_up_to(_PARAGRAPH, _OTHER_BLOCKS)
        if name in _CLOSED_BY:
            self._close_up_to(*_CLOSED_BY[name])

    def _close_up_to(self, names: frozenset[str], fences: frozenset[str]) -> None:
        for position in range(len(self._open) - 1, 0, -1):
            tag = self._open[position].tag
            if tag in names:
                del self._open[position:]
                return
            if tag in fences:
                return
