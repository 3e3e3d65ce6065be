"""Words: folding, content words and stems, the same for questions and passages."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import snowballstemmer

_WORD = re.compile(r"[a-z0-9]+")
_BROKEN = re.compile(r"\b([a-z]{2,})[-\u2010]\s+([a-z]{2,})\b")
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Characters without width: joiners, turned direction, invisible operators, selectors, tags."""
_STEMMER = snowballstemmer.stemmer("english")
_ONE_AT_A_TIME = Lock()
"""The stemmer keeps the word that it works on: two threads would spoil each other's."""

FUNCTION_WORDS = frozenset(
    """a about after again all also am an and any are as at be because been before being between
    both but by can could did do does doing done down during each either else ever few for from
    further get gets getting give given go goes going got had happen happens has have having he
    held her here hers him his hold holds how however i if in into is it its itself just know
    let like long made make makes many may me might mine more most much must my need needs no
    nor not now of off often on once one only or other our out over own please quick quickly
    said same say says shall she should so some soon still such tell than that the their them
    then there these they thing this those through to too under until up us very want was we
    were what when where whether which while who whom whose why will with would you your yours
    anybody someone anyone anyway somebody s t d m ll re ve isn aren wasn weren don doesn didn
    couldn shouldn won wouldn hasn haven hadn""".split()
)
"""Words that carry no topic. Numbers and modal verbs are compared elsewhere."""


class _Folded(dict[int, str]):
    """For the code of a character what is left of it, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", UNSEEN.sub("", chr(code)))
        left = "".join(c for c in parts if not unicodedata.combining(c))
        self[code] = left
        return left


_FOLDED = _Folded()


def fold(text: str) -> str:
    """Lower case without accents, ligatures, soft hyphens and what nobody sees."""
    if text.isascii():
        return text.lower()
    return text.lower().translate(_FOLDED)


def legible(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, half a character that nothing can write."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def words(text: str) -> list[str]:
    """All words and numbers of a text, folded, cut where the lexical index cuts them. A word that
    a hyphen breaks at a line's end is there in its parts and whole."""
    return _WORD.findall(searchable(text))


def searchable(text: str) -> str:
    """The text as search sees it: folded, and with each word that a hyphen breaks at a line's end
    given whole as well. Its parts stay too, since the hyphen may be the word's own.

    In a quotation a line's end is a space, so the hanging hyphen of "short- and long-term" looks
    alike: a function word follows it, and nothing is joined.
    """
    folded = fold(text)
    if "-" not in folded and "\u2010" not in folded:
        return folded
    return _BROKEN.sub(_with_whole, folded)


def _with_whole(found: re.Match[str]) -> str:
    first, second = found[1], found[2]
    return found[0] if second in FUNCTION_WORDS else f"{found[0]} {first}{second}"


def content_words(text: str) -> list[str]:
    """The words that carry the topic, in order, each once."""
    return list(dict.fromkeys(w for w in words(text) if w not in FUNCTION_WORDS))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The word without its ending, as the lexical index has it."""
    with _ONE_AT_A_TIME:
        return str(_STEMMER.stemWord(word))


def stems(text: str) -> set[str]:
    """The stems of the content words of a text."""
    return {stem(w) for w in set(words(text)) - FUNCTION_WORDS}


def stemmed(text: str) -> str:
    """All words of a text as stems, with a space before and behind each, to look for phrases in."""
    return f" {' '.join(stem(word) for word in words(text))} "
