"""A paper as Markdown. Whatever comes from documents and people is escaped, so that it is read as
the characters it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import count
from urllib.parse import quote

from handbook.dates import in_words
from handbook.export.sheet import (
    Agenda,
    Booklet,
    Entry,
    Link,
    Paper,
    Part,
    Plan,
    Quiz,
    QuizItem,
    Quoted,
    Section,
    Sheet,
    Source,
)

_MARKS = re.compile(r"[\\`*_\[\]<>#|~$&]")
_BEGINS_LIST = re.compile(r"^(\d{1,9})([.)])(?=\s)|^([-+=])")
_BREAK = "\\\n"
"""A line break within a paragraph, in a form that an editor does not trim away."""
_ADDRESS = "/:?=&;,+()!@%#'*[]~-._"


def to_markdown(paper: Paper) -> str:
    """The text of the file, which ends with a line break."""
    parts = [f"# {_text(paper.title)}", f"Printed on {in_words(paper.printed_on)}"]
    if isinstance(paper, Sheet):
        parts += _sheet(paper)
    elif isinstance(paper, Booklet):
        parts += _booklet(paper)
    elif isinstance(paper, Quiz):
        parts += _quiz(paper)
    else:
        parts += _agenda(paper)
    parts += [f"## {_text(paper.validity.title)}", _text(paper.validity.text)]
    parts += _sources(paper.sources)
    return "\n\n".join(parts) + "\n"


def _sheet(sheet: Sheet) -> Iterator[str]:
    for entry in sheet.entries:
        yield from _entry(entry)


def _entry(entry: Entry) -> Iterator[str]:
    yield f"## {_text(entry.question)}"
    yield _text(" · ".join(entry.facts))
    yield f"**{_text(entry.status)}**"
    yield from map(_text, entry.opening)
    if entry.lead:
        label, line = entry.lead
        yield f"*{_text(label)}*{_BREAK}{_text(line)}"
    for quoted in entry.quoted:
        yield from _quoted(quoted)
    yield from map(_text, entry.closing)
    yield from (f"**Note:** {_text(notice)}" for notice in entry.notices)
    for section in entry.apart:
        yield from _section(section)
    yield from map(_text, entry.searched)


def _section(section: Section) -> Iterator[str]:
    yield f"### {_text(section.title)}"
    yield _text(section.note)
    for quoted in section.quoted:
        yield from _quoted(quoted)


def _quoted(quoted: Quoted) -> Iterator[str]:
    mark = "" if quoted.marker is None else rf" \[{quoted.marker}\]"
    text = f"{_BREAK}> ".join(map(_text, quoted.lines))
    yield f"> “{text}”{mark}"
    if quoted.card:
        yield _list(f"**{_text(name)}:** {_text(text)}" for name, text in quoted.card)
    place = f" · {_text(quoted.place)}" if quoted.place else ""
    lines = [f"**{_text(quoted.title)}**{place}", *map(_text, quoted.badges)]
    lines += [_text(" · ".join(quoted.facts)), *map(_link, quoted.links)]
    yield _BREAK.join(lines)


def _agenda(agenda: Agenda) -> Iterator[str]:
    yield _text(agenda.note)
    yield "Date of the meeting:"
    yield "Taking part:"
    numbers = count(1)
    for theme in agenda.themes:
        yield f"## {_text(theme.title)}"
        for quoted in theme.asked:
            yield f"### Question {next(numbers)}"
            yield from _quoted(quoted)
            yield "Notes:"
    yield from _plan(agenda.plan)


def _plan(plan: Plan) -> Iterator[str]:
    yield f"## {plan.title}"
    yield from (f"{words}:" for words in plan.lines)
    empty = ["", *[" " for _ in plan.columns], ""]
    rows = [
        ("", *(f" {name} " for name in plan.columns), ""),
        ("", *[" --- "] * len(plan.columns), ""),
    ]
    yield "\n".join("|".join(row) for row in (*rows, *[empty] * plan.rows))


def _booklet(booklet: Booklet) -> Iterator[str]:
    yield from map(_text, booklet.opening)
    yield from (f"**Note:** {_text(notice)}" for notice in booklet.notices)
    for part in booklet.parts:
        yield from _part(part)


def _part(part: Part) -> Iterator[str]:
    yield f"## {_text(part.title)}"
    if part.note:
        yield _text(part.note)
    for quoted in (*part.quoted, *part.asked):
        yield from _quoted(quoted)


def _quiz(quiz: Quiz) -> Iterator[str]:
    yield from map(_text, quiz.opening)
    yield from (f"**Note:** {_text(notice)}" for notice in quiz.notices)
    for number, item in enumerate(quiz.items, start=1):
        yield f"## Question {number}: {_text(item.ask)}"
        yield f"> “{_text(item.sentence)}”"
        yield _list(f"**{letter}** {_text(option.text)}" for letter, option in item.lettered)
    yield "## Key"
    for number, item in enumerate(quiz.items, start=1):
        yield from _key(number, item)


def _key(number: int, item: QuizItem) -> Iterator[str]:
    yield f"### Question {number}: {item.right}"
    yield from _quoted(item.quoted)
    for letter, option in item.wrong:
        yield f"**Not {letter}** (“{_text(option.text)}”): {_text(option.why)}"
        if option.shown != item.quoted:
            yield from _quoted(option.shown)


def _sources(sources: Iterable[Source]) -> Iterator[str]:
    lines = [_source(source) for source in sources]
    if lines:
        yield "## Sources"
        yield from lines


def _source(source: Source) -> str:
    parts = [f"**{_text(source.title)}** · {_text(' · '.join(source.facts))}"]
    parts += [_link(source.link)] if source.link else []
    parts += [_text(source.attribution)] if source.attribution else []
    return _BREAK.join(parts)


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _link(link: Link) -> str:
    return f"{_text(link.words)}: <{quote(link.address, safe=_ADDRESS)}>"


def _text(text: str) -> str:
    """Characters that Markdown would read as marks, told to be themselves."""
    escaped = _MARKS.sub(lambda found: "\\" + found[0], text)
    return _BEGINS_LIST.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", escaped)
