"""The questions that reviews ask: all of one review's when it is named, else those that bear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from handbook.answer_records import CitedQuestion
from handbook.domain import Edition, ReviewQuestion, Span
from handbook.errors import SettingsError
from handbook.evidence import coverage, need
from handbook.index.editions import Held
from handbook.index.vectors import cosines
from handbook.pieces import NOTHING_ASKED
from handbook.query import Query
from handbook.text import content_words, fold
from handbook.themes import Themes
from handbook.weighed import Titled, Weighed, weigh

if TYPE_CHECKING:
    from handbook.book import Handbook

BEARS = 0.43
"""The least score with which a question is shown beside an answer (eval/LOG.md)."""
WORDS_WEIGHT = 0.25
"""What it adds to the cosine if a review question with its title holds all that was asked."""
MOST_SHOWN = 5
"""Of review questions that nobody asked for, so many stand beside an answer."""
_SPEAKS_OF_THEME = 3
"""A briefing speaks of a theme if it has a passage among so many hits."""
_QUESTIONS = re.compile(
    r"\bquestions\b|\b(?:what|which|first|second|third|fourth|fifth|last|key|main|each|every)"
    r" question\b|\b(?:review|reflective|discussion) question\b|\bquestion \d"
    r"|\bdiscussion points\b",
    re.IGNORECASE,
)
_OWN_QUESTION = re.compile(
    r"\b(?:quick|short|simple|silly|stupid|daft|general|random|urgent|another|my) questions?\b"
    r"|\b(?:have|has|had|got|ve)(?: (?:a|an|one|some|two|three|few|couple|of)){0,3} questions?\b"
    r"|(?:^|[.!?]\s*)questions?(?: for you)?\s*[:,–-]",
    re.IGNORECASE,
)
"""What somebody says before they ask something themselves."""
_FOR_REFLECTION = re.compile(
    r"\b(?:reflect\w*|supervision(?! order)|briefings?|(?:case|practice) reviews?"
    r"|(?:my|our|the|a|your) team(?! around)|team meetings?|discussion (?:points?|questions?)"
    r"|(?:to|for) discuss(?:ion|ing)?)\b|\breviews? asks?\b",
    re.IGNORECASE,
)
_SPEAKS_OF_REVIEW = re.compile(r"\b(?:reviews?|briefings?|case)\b", re.IGNORECASE)
_SPEAKS_OF_LEARNING = re.compile(
    r"\b(?:case reviews?|practice reviews?|briefings?|learning|learnt|lessons?|panel)\b"
    r"|\breviews?\b(?! conf)",
    re.IGNORECASE,
)
_BESIDE_TITLE = re.compile(
    r"\b(?:briefings?|(?:case|practice|national) reviews?|panel)\b"
    r"|(?<!death )\breviews?\b"
    r"(?! (?:(?:child protection )?(?:conf\w*|meetings?)|the|a|an|this|that|my|your|our"
    r"|their|his|her|every|each|within|it)\b)",
    re.IGNORECASE,
)
"""That a publication is spoken of, and no review conference, review of a death or review of a
plan."""
_NAME = re.compile(r"\b[A-Z]{3,}\b")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+")
_BRACKETS = re.compile(r"\(([^)]*)\)")
_QUOTED = re.compile(r"[\"“‘']([^\"“”]+)[\"”’']")
_LETTERED = re.compile(r"\b(?:child|baby|infant|family) [a-z]\b", re.IGNORECASE)
_COMMON_IN_TITLES = frozenset(
    """learning review practice briefing minute seven case summary digest child children serious
    national panel demonstration questions briefings reviews
    bradford calderdale kirklees leeds wakefield""".split()
)


def asked_by_name(book: Handbook, text: str) -> tuple[CitedQuestion, ...] | None:
    """All questions of the review that is named by words of its title, in order, and after them
    those of its series. None where no review's questions are asked for; empty where the review
    that is named asks none."""
    if not _asks_for_questions(text):
        return None
    named = [h for h in book.learning() if is_named(h.edition, text)]
    series = {h.edition.series for h in named if h.edition.series}
    asked = book.review_questions()
    own = [(h, q) for h, q in asked if h in named]
    shared = [(h, q) for h, q in asked if h.edition.source_id in series]
    if not own and not (named and _SPEAKS_OF_REVIEW.search(text)):
        return None
    return _distinct(own + shared)


def asks_for_learning(documents: Mapping[str, Held], text: str) -> bool:
    """Whether a question speaks of reviews, of what is learnt from them, or names one."""
    return bool(_SPEAKS_OF_LEARNING.search(text)) or any(
        h.edition.is_learning and is_named(h.edition, text) for h in documents.values()
    )


def is_named(edition: Edition, text: str) -> bool:
    """Whether a question names a review: by a pseudonym or a proper name in its title, by its
    whole title in quotation marks, or by words of its title where it speaks of a review. Words of
    a topic alone ("bruising in babies") name none."""
    lettered = {found.lower() for found in _LETTERED.findall(edition.title)}
    if lettered & {found.lower() for found in _LETTERED.findall(text)}:
        return True
    asked = content_words(text)
    names = {name.lower() for name in _NAME.findall(edition.title)} - _COMMON_IN_TITLES
    if names & set(asked) or _pairs(asked) & _proper_pairs(edition.title):
        return True
    if fold(edition.title) in {fold(quoted) for quoted in _QUOTED.findall(text)}:
        return True
    return bool(_BESIDE_TITLE.search(text)) and _has_title_words(edition.title, set(asked))


def _has_title_words(title: str, asked: set[str]) -> bool:
    """Whether a place in its brackets, two words of the title, or its only one, are asked with."""
    told = set(content_words(title)) - _COMMON_IN_TITLES
    places = {w for part in _BRACKETS.findall(title) for w in content_words(part)} & told
    places = {place for place in places if place.isalpha()}
    return bool(asked & places) or len(asked & told) >= max(1, min(2, len(told)))


def _proper_pairs(title: str) -> set[tuple[str, str]]:
    """Two words with capitals that stand side by side in a title: "Invisible Men"."""
    capital = {w for name in _CAPITAL.findall(title) for w in content_words(name)}
    capital -= _COMMON_IN_TITLES
    return {pair for pair in _pairs(content_words(title)) if set(pair) <= capital}


def _pairs(told: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(told))


def _asks_for_questions(text: str) -> bool:
    """Whether questions are what is asked for: not of "quick question: who chairs?"."""
    return bool(_QUESTIONS.search(_OWN_QUESTION.sub(" ", text)))


def asked_by_theme(book: Handbook, text: str) -> tuple[CitedQuestion, ...]:
    """Where questions for reflection are asked for: all those of the briefings that speak of it."""
    if not (_asks_for_questions(text) and _FOR_REFLECTION.search(text)):
        return ()
    theme = _FOR_REFLECTION.sub("", _QUESTIONS.sub("", text))
    speak = {h.passage.document_id for h in book.search(theme, _SPEAKS_OF_THEME, learning=True)}
    asked = [(h, q) for _, h, q in _scored(book, theme) if h.document_id in speak]
    return _distinct(asked)


def bearing_on(book: Handbook, text: str) -> tuple[CitedQuestion, ...]:
    """The review questions nearest to what was asked, if they are near."""
    near = [(h, q) for score, h, q in _scored(book, text) if score >= BEARS]
    return _distinct(near)[:MOST_SHOWN]


def _scored(book: Handbook, text: str) -> list[tuple[float, Held, ReviewQuestion]]:
    """Every question that a real case asks, by how near it is in meaning and in words. What is
    asked of a whole series bears on no theme, and what is made up on nothing."""
    held = [
        (h, q)
        for h, q in book.review_questions()
        if not h.edition.demonstration and h.edition.kind != "series"
    ]
    told = [(q.text, h.edition.title) for h, q in held]
    known = book.opened().weighed
    fresh = [t for t in dict.fromkeys(told) if t not in known]
    known |= dict(zip(fresh, weigh(book.embedding, fresh), strict=True))
    near = _nearness(book, text, [known[t] for t in told])
    rows = ((n, h, q) for n, (h, q) in zip(near, held, strict=True))
    return sorted(rows, key=lambda row: -row[0])


def nearness(book: Handbook, text: str, told: Sequence[Titled]) -> list[float]:
    """How near some sentences, each with its title, are to a text, in meaning and in words."""
    return _nearness(book, text, weigh(book.embedding, told))


def _nearness(book: Handbook, text: str, told: Sequence[Weighed]) -> list[float]:
    if not told:
        return []
    lexical = book.opened().retriever.lexical
    vector = book.encoder.encode([text])[0]
    query = Query(text, (), vector, NOTHING_ASKED, {}, None)
    wanted = need(query, lexical.document_frequency, lexical.size)
    near = cosines([t.vector for t in told], vector)
    return [
        cosine + WORDS_WEIGHT * coverage(wanted, t.sentence, t.title)
        for cosine, t in zip(near, told, strict=True)
    ]


def _distinct(pairs: Sequence[tuple[Held, ReviewQuestion]]) -> tuple[CitedQuestion, ...]:
    """Each question once, though a briefing may be held in several formats."""
    found: dict[str, CitedQuestion] = {}
    for held, asked in pairs:
        found.setdefault(asked.text, cited(held, asked))
    return tuple(found.values())


def asked_on_themes(book: Handbook, names: Sequence[str]) -> tuple[CitedQuestion, ...]:
    """The review questions of all briefings on some themes, or on all where none is named.
    SettingsError names the themes there are."""
    themes = Themes.load(book.settings.prompts)
    known = {fold(name): name for name in themes.names}
    if not all(fold(name) in known for name in names):
        raise SettingsError(
            f"One that was named is no theme; there are {'; '.join(map(repr, themes.names))}."
        )
    wanted = {known[fold(name)] for name in names} or set(themes.names)
    asked = [(h, q) for h, q in book.review_questions() if not h.edition.demonstration]
    return _distinct([(h, q) for h, q in asked if wanted & set(themes.of(q.text))])


def chosen_questions(
    book: Handbook, wanted: Sequence[tuple[str, tuple[Span, ...]]]
) -> tuple[CitedQuestion, ...]:
    """The review questions in force at some places, each a document and its spans, in that order;
    a place that holds none is passed over."""
    held = {(q.document_id, q.spans): cited(h, q) for h, q in book.review_questions()}
    return tuple(held[place] for place in dict.fromkeys(wanted) if place in held)


def cited(held: Held, asked: ReviewQuestion) -> CitedQuestion:
    """A review question with the briefing that asks it."""
    return CitedQuestion(
        text=asked.text,
        source_id=held.edition.source_id,
        document_id=asked.document_id,
        title=held.edition.title,
        panel=asked.panel,
        ordinal=asked.ordinal,
        spans=asked.spans,
        series=held.edition.kind == "series",
        demonstration=held.edition.demonstration,
    )
