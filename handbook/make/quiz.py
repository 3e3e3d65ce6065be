"""A quiz: rules with a part left out, and what could stand there.

The question's words are a frame around a quoted sentence, so that nothing is invented; what is in
the gap is the source's own, and a wrong option is one that the check finds to differ.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from handbook.answer_records import Citation
from handbook.dates import in_words
from handbook.errors import ExportError
from handbook.export.compose import sources_of, validity_of
from handbook.export.quoted import AddressOf, cited, in_brief, plain
from handbook.export.sheet import Option, Quiz, QuizItem, Quoted
from handbook.make.booklet import notices_of
from handbook.make.confusions import Confusions
from handbook.make.gaps import Gap, gaps_of
from handbook.make.lines import Line, all_in_force, rules_near, without_names
from handbook.make.numbers import number_of
from handbook.make.options import Wrong, WrongOptions
from handbook.text import stems

if TYPE_CHECKING:
    from handbook.book import Handbook

COUNTS = (5, 10, 20)
"""How many questions a quiz may have."""
_FEWEST_WRONG = 2
_BETWEEN = 3
_ALIKE = 0.7
"""Two sentences that share so many of their words make one question."""


def quiz_of(
    book: Handbook,
    topic: str,
    area: str | None,
    count: int,
    printed_on: date,
    address_of: AddressOf | None,
) -> Quiz:
    """Up to ``count`` questions on a topic, or on all that is held where none is given. The same
    index gives the same quiz. ExportError where nothing makes a question."""
    topic = without_names(book, topic).text if topic.strip() else ""
    rules = all_in_force(book, area)
    asked = [x for x in rules if x.has_rule or _has_number(x)]
    lines = _on_topic(asked, rules_near(book, topic, area)) if topic else _in_turns(asked)
    confusions = Confusions.load(book.settings.prompts)
    wrong = WrongOptions(book, confusions, rules, area)
    lines = [x for x in lines if _is_plain(x.citation.quote, confusions)]
    items = list(_items(book, lines, wrong, count, address_of))
    if not items:
        raise ExportError(
            f"No rule that is held here{f' on “{topic}”' if topic else ''} makes a question with "
            "options that are plainly wrong; try a wider topic."
        )
    return _quiz(book, topic, area, items, printed_on)


def _is_plain(sentence: str, confusions: Confusions) -> bool:
    """Whether it is a whole sentence that stands alone, no box of a flow chart, and says what to do
    and not what a publication prints."""
    whole = sentence[:1].isupper() and sentence.endswith(".") and ":" not in sentence
    return whole and not confusions.passes_over(sentence)


def _on_topic(rules: Sequence[Line], near: Sequence[Line]) -> list[Line]:
    """Those near a topic that hold for everybody who is asked; what says by when first."""
    held = {x.citation.spans for x in rules}
    lines = [x for x in near if x.citation.spans in held]
    return sorted(lines, key=lambda x: not (x.has_limit or _has_number(x)))


def _has_number(line: Line) -> bool:
    """Whether it says how many or how old."""
    return number_of(line.citation.quote) is not None


def _in_turns(rules: Sequence[Line]) -> list[Line]:
    """One of each source, then the next of each; what says by when first. Few say how many: every
    fourth is one of them as long as there are any, or a quiz would end before it came to one."""
    counting = [x for x in rules if _has_number(x)]
    turns = iter(_of_each_source([x for x in rules if not _has_number(x)]))
    found: list[Line] = []
    for line in _of_each_source(counting):
        found += [*islice(turns, _BETWEEN), line]
    return [*found, *turns]


def _of_each_source(rules: Sequence[Line]) -> list[Line]:
    """One of each source, then the next of each; what says by when first."""
    by_source: dict[str, list[Line]] = {}
    for line in sorted(rules, key=lambda x: not x.has_limit):
        by_source.setdefault(line.citation.edition.source_id, []).append(line)
    return [x for turn in zip_longest(*by_source.values()) for x in turn if x]


def _items(
    book: Handbook,
    lines: Sequence[Line],
    wrong: WrongOptions,
    count: int,
    address_of: AddressOf | None,
) -> Iterator[QuizItem]:
    """The kind of gap that was least asked for comes next, so that a quiz asks for all."""
    asked: Counter[str] = Counter()
    used: list[set[str]] = []
    for line in lines:
        if len(used) == count:
            return
        rule, matter = line.citation, stems(line.citation.quote)
        if rule.rule is None or any(_alike(matter, other) for other in used):
            continue
        for gap in sorted(gaps_of(rule.quote, rule.rule), key=lambda g: asked[g.kind]):
            options = wrong.of(rule, gap)
            if len(options) >= _FEWEST_WRONG:
                asked[gap.kind] += 1
                used.append(matter)
                yield _item(book, rule, gap, options, address_of)
                break


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) >= _ALIKE * min(len(one), len(other))


def _item(
    book: Handbook,
    rule: Citation,
    gap: Gap,
    wrong: Sequence[Wrong],
    address_of: AddressOf | None,
) -> QuizItem:
    def brief(citation: Citation) -> Quoted:
        return replace(in_brief(book, cited(book, citation, address_of, None)), marker=None)

    own, right = brief(rule), gap.piece.of(rule.quote)
    options = [Option(right, True, book.replies.text("quiz_right"), own)]
    options += [Option(w.text, False, w.why, brief(w.of) if w.of else own) for w in wrong]
    return QuizItem(
        ask=gap.kind.ask,
        quoted=own,
        before=rule.quote[: gap.piece.start],
        after=rule.quote[gap.piece.end :],
        options=tuple(sorted(options, key=lambda o: _shuffled(rule.quote, o.text))),
    )


def _shuffled(sentence: str, option: str) -> str:
    """An order that tells nothing, and is the same each time."""
    return hashlib.sha256(f"{sentence}\n{option}".encode()).hexdigest()


def _quiz(
    book: Handbook, topic: str, area: str | None, items: Sequence[QuizItem], printed_on: date
) -> Quiz:
    quoted = [q for item in items for q in (item.quoted, *(o.shown for o in item.options))]
    about = ", ".join(words for words in (topic, (area or "").title()) if words)
    title = book.replies.title("quiz")
    return Quiz(
        title=plain(f"{title}: {about}" if about else title),
        printed_on=printed_on,
        opening=(plain(book.replies.text("quiz", day=in_words(printed_on))),),
        notices=notices_of(book, quoted),
        items=tuple(items),
        sources=sources_of(book, quoted),
        validity=validity_of(book, printed_on),
    )
