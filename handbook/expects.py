"""What kind of thing a question asks for, and whether a sentence gives one.

"Which hospital was it?" wants a name and "how soon?" a time: a sentence on the right topic
without one does not answer.
"""

from __future__ import annotations

import re
from enum import StrEnum

from handbook.clauses import sentences
from handbook.question_words import AUXILIARY, asks
from handbook.text import FUNCTION_WORDS, words

_COUNT = (
    r"\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|sixty"
)
_PERIOD = r"(?:(?:working|calendar|school|clear) )?(?:hour|day|week|month|year)s?"
_NAMED = (
    r"hospital|school|nursery|town|city|village|street|road|court|judge|surgery|church|company"
    r"|person|mother|father|child|social worker|doctor|consultant|council|area|team"
)


class Expected(StrEnum):
    """The kinds of answer that can be told from the words alone."""

    TIME = "time"
    AGE = "age"
    NAME = "name"
    PHONE = "telephone number"
    ANYTHING = "anything"


_ASKS = {
    Expected.PHONE: re.compile(
        r"\b(phone|telephone) number\b|\bnumber for\b|\bwhat number\b|\bwho do i (ring|call)\b",
        re.I,
    ),
    Expected.AGE: re.compile(r"\b(what age|how old|age of)\b", re.I),
    Expected.NAME: re.compile(
        rf"\bwhich (?:{_NAMED})\b(?! (?:must|should|has|have|is responsible))|\bname of\b"
        rf"|\bwhat (?:is|was) (?:the |his |her )?[\w' ]{{0,30}}\bname\b"
        r"|\bwhere did \w+ (?:live|go)\b",
        re.I,
    ),
    Expected.TIME: re.compile(
        r"\bhow (soon|long|often|quick(ly)?|fast|far apart|frequent(ly)?"
        r"|many ((working|school|calendar|clear) )?(hours|days|weeks|months))\b"
        r"|\btime ?(scales?|limits?|frames?)\b|\bdeadlines?\b|\bby when\b|\bwithin how\b"
        r"|\bfrequency\b|\bhow much time\b|\b(?:counts?|counted|counting|measured) from\b"
        rf"|\bwhen(?:['’]s\b|s\b|\b(?=\W*$|\W+\(| {AUXILIARY}))"
        r"|\b(?:tell me|remind me|not sure|(?:no|any) idea|does it say|you know) when\b",
        re.I,
    ),
}
_GIVES = {
    Expected.TIME: re.compile(
        rf"\b(?:{_COUNT})[- ]{_PERIOD}\b|\b(?:same|next|each|every|following) {_PERIOD}\b"
        r"|\b(?:immediate(?:ly)?|at once|without delay|straight away|as soon as|promptly)\b"
        rf"|\b(?:annual(?:ly)?|weekly|monthly|yearly)\b|\b{_PERIOD} (?:before|after|of)\b",
        re.I,
    ),
    Expected.AGE: re.compile(
        rf"\b(?:{_COUNT})[- ](?:day|week|month|year)s?[- ]old\b|\baged? (?:{_COUNT})\b"
        r"|\bunder (?:the age of )?\d+|\bnewborn\b",
        re.I,
    ),
    Expected.PHONE: re.compile(r"\b0\d{3,4}[ -]?\d{3}[ -]?\d{3,4}\b|\b999\b|\b101\b|\b111\b"),
}
_TYPE_WORDS = {
    Expected.TIME: "timescale timescales time limit limits timeframe timeframes deadline deadlines"
    " frequency frequent frequently days day apart",
    Expected.AGE: "age old aged",
    Expected.NAME: "name names",
    Expected.PHONE: "phone telephone number ring call",
    Expected.ANYTHING: "",
}
_OPENS_WITH_WHEN = re.compile(
    r"\W*(?:(?:and|so|but|or|also|then|ok|okay|please)\W+)*(?:(?:by|from|until|since) )?when\b"
    r"(?! (?:an?|the|there|i|we|they|he|she|it|you)\b)([^,]*)$",
    re.IGNORECASE,
)
_ASKS_BEHIND = re.compile(rf"\b{AUXILIARY} (?:i|we|you|they|he|she|it)\b", re.IGNORECASE)
_DAYS = re.compile(r"\bdays\b", re.IGNORECASE)
_FEWEST, _MOST, _MOST_SPELT_OUT = 2, 4, 8
"""Words of a question without a verb: typed, and with its acronyms spelt out."""
_PROPER = re.compile(r"(?<![.?!“\"] )(?<!^)\b[A-Z][a-z]+\b")


def expected(question: str) -> Expected:
    """What kind of answer a question wants."""
    for kind, pattern in _ASKS.items():
        if pattern.search(question):
            return kind
    asks_time = _opens_with_when(question) or _names_days(question)
    return Expected.TIME if asks_time else Expected.ANYTHING


def _opens_with_when(question: str) -> bool:
    """Whether a "when" that opens a sentence asks: "when parents refuse, what do I do" does not."""
    opened = (_OPENS_WITH_WHEN.match(s) for s in sentences(question))
    return any(m and not asks(m[1]) and not _ASKS_BEHIND.search(m[1]) for m in opened)


def _names_days(question: str) -> bool:
    """Whether a question without a verb is about days: "conference working days". The names of
    procedures are long where an acronym was spelt out, and days then stand last."""
    said = words(question)
    if not _DAYS.search(question) or len(said) < _FEWEST or not FUNCTION_WORDS.isdisjoint(said):
        return False
    return len(said) <= _MOST or (len(said) <= _MOST_SPELT_OUT and said[-1] == "days")


def type_words(kind: Expected) -> frozenset[str]:
    """Words of a question that name the kind of answer instead of its topic."""
    return frozenset(_TYPE_WORDS[kind].split())


def gives(kind: Expected, sentence: str, question_words: frozenset[str]) -> bool:
    """Whether a sentence holds a thing of that kind (for a name: one that was not asked with)."""
    if kind is Expected.ANYTHING:
        return True
    if kind is Expected.NAME:
        names = _PROPER.findall(sentence)
        return any(name.lower() not in question_words for name in names)
    return bool(_GIVES[kind].search(sentence))
