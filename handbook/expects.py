"""What kind of thing a question asks for, and whether a sentence gives one.

"Which hospital was it?" wants a name and "how soon?" a time: a sentence on the right topic
without one does not answer.
"""

from __future__ import annotations

import re
from enum import StrEnum

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
        r"|many (working )?(hours|days|weeks|months))\b"
        r"|\bwhen\b(?! (a|the|there|i|we|they|he|she|you)\b)"
        r"|\btime ?(scales?|limits?|frames?)\b|\bdeadlines?\b|\bby when\b|\bwithin how\b"
        r"|\bdays\b|\bfrequency\b|\bhow much time\b",
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
_PROPER = re.compile(r"(?<![.?!“\"] )(?<!^)\b[A-Z][a-z]+\b")


def expected(question: str) -> Expected:
    """What kind of answer a question wants."""
    for kind, pattern in _ASKS.items():
        if pattern.search(question):
            return kind
    return Expected.ANYTHING


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
