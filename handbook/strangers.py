"""Whether a question is about a name that stands nowhere in the corpus.

"What did the OLIVIA briefing conclude?" must be declined where no such briefing is held. A word
that merely begins with a capital ("Thanks"), or an acronym on the way to what is asked ("does CAMHS
send a report?"), makes no question one about something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from handbook.text import fold, stem, words

_WORD = r"[^\W\d_][\w-]*"
_CAPITAL = r"(?-i:[A-ZÀ-Þ])[\w-]*"
_PUBLICATION = (
    r"(?:(?:seven|7|minute|local|national|serious|practice|safeguarding|child|learning|case)[ -])*"
    r"(?:briefings?|reviews?|reports?|inquir(?:y|ies)|case|protocol|procedures?|policy)"
)
_ABOUT = (
    # "the OLIVIA seven-minute briefing", "Kinnock’s case", "the review into the death of Olivia"
    rf"\b(?P<before>{_CAPITAL})(?:['’]s)? {_PUBLICATION}\b",
    rf"\b{_PUBLICATION} (?:of|into|on|about|for|named|called|from) (?:\w+ (?:of|by) )?"
    rf"(?:the |baby |child )*(?:death of |murder of |baby |child )?(?P<after>{_CAPITAL})",
    rf"\b(?:who is|who are|what is|what are|what does|what do|what about|tell me about"
    rf"|stands? for|happened to|named|called|number (?:for|of)|was|were|did)"
    rf" (?:the |an? |mr |mrs |ms |dr |baby |child |little )*(?P<asked>{_CAPITAL})",
    rf"\b(?:refer\w*|report|apply|appeal|complain)(?: (?:it|this|them|him|her|a \w+|the \w+))? to"
    rf" (?:the )?(?P<to>{_CAPITAL})",
)
_PLACED = (
    # "reviewed in Cardiff", "timescales Glasgow"
    rf"\b(?:in|near|from|at|for) (?P<place>{_CAPITAL})",
    rf"\b{_WORD} (?P<last>{_CAPITAL})[\s?!.]*$",
)
_BESIDE = re.compile("|".join(_ABOUT), re.IGNORECASE)
_PLACE = re.compile("|".join(_PLACED), re.IGNORECASE)
_QUOTED = re.compile(rf"[\"'‘“]({_WORD})[\"'’”]")
_SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
_ASKS = re.compile(
    r"\?\s*$|\b(?:who|whom|what|when|where|which|how|why)\b"
    r"|^\W*(?:is|are|was|were|do|does|did|can|could|must|should|will|has|have)\b",
    re.IGNORECASE,
)
_NEVER = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday easter christmas
    thanks thank cheers please help hi hello regards ta sorry asap urgent urgently fyi pls
    mr mrs ms miss dr st""".split()
)
"""Days, courtesies and forms of address: a capital says nothing of them."""


def names_a_stranger(
    text: str, unknown: Collection[str], in_english: Callable[[str], bool]
) -> bool:
    """Whether the question is about one of its ``unknown`` words, in lower case, as a name. In a
    question that is typed in capitals, or with one at each word, capitals make none."""
    strange = set(unknown) - _NEVER
    if not strange:
        return False
    if any(_is_one(name, strange, text, in_english) for name in _QUOTED.findall(text)):
        return True
    if _in_capitals(text):
        return False
    return any(
        fold(name) in strange and not _told_in_small(name, text)
        for sentence in _asking(text)
        for name in _names(sentence)
    )


def _is_one(
    quoted: str, strange: Collection[str], text: str, in_english: Callable[[str], bool]
) -> bool:
    """A word in quotation marks may be what somebody said ("stupid") as well as a name."""
    plain = fold(quoted)
    named = quoted[0].isupper() and not _in_capitals(text)
    return plain in strange and (named or not in_english(plain))


def _names(sentence: str) -> list[str]:
    """The words of a sentence that are asked about, or of which a publication is named, and the
    places in which something is asked. An acronym is no place."""
    found = [name for m in _BESIDE.finditer(sentence) for name in m.groups() if name]
    places = [name for m in _PLACE.finditer(sentence) for name in m.groups() if name]
    return found + [place for place in places if not place.isupper()]


def _asking(text: str) -> list[str]:
    """The sentences that ask; all where none shows that it does."""
    sentences = [s for s in _SENTENCE.split(text) if s.strip()]
    return [s for s in sentences if _ASKS.search(s)] or sentences


def _in_capitals(text: str) -> bool:
    """Whether capitals are the rule in a text and not the exception."""
    typed = re.findall(_WORD, text)
    capitals = sum(1 for word in typed if word[0].isupper())
    return 2 * capitals > len(typed) > 1


def _told_in_small(name: str, text: str) -> bool:
    """Whether the same word, or another form of it, stands in the text without a capital."""
    small = {stem(w) for typed in re.findall(_WORD, text) if typed.islower() for w in words(typed)}
    return stem(fold(name)) in small
