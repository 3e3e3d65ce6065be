"""Who has the duty in a sentence, and to whom something is done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handbook.check.duties import Said
from handbook.check.tables import Named
from handbook.periods import Word

_BE = frozenset("be is are was were being been".split())
_PARTICIPLE = re.compile(r"\w+(?:ed|en|told|made|held|sent|put|seen|kept|done|given)$")
_NEAR = 4
_OPENS = frozenset("if when whenever where wherever unless until because although".split())
_STOPS = frozenset(".,;:?!—–()")
_PLAIN_VERB = re.compile(r"\s+(?:\w+ly\s+)?(?:\w+s|have|decide|lead|chair|make|must|will)\b")


@dataclass(frozen=True, slots=True)
class Acting:
    """The actors of a sentence by what they do in it."""

    does: tuple[Named, ...] = ()
    """Who has the duty, or does what is told."""
    done_to: tuple[Named, ...] = ()
    """Who is told, seen or asked."""
    joined: bool = False
    """Whether those who have the duty have it together ("and"), not one or the other."""


def acting(
    text: str, words: Sequence[Word], named: Sequence[Named], said: Sequence[Said]
) -> Acting:
    """Read off the word order: before the duty stands who has it, or whom it is done to where the
    verb is passive; behind "by" stands who does it."""
    heads = _heads(text, named)
    by = tuple(
        n for n in heads if re.search(r"\bby (?:the |an? |their |its )*$", text[: n.piece.start])
    )
    verb = said[0].piece.start if said else _first_verb(text, heads)
    if verb is None:
        return Acting(by)
    start = max((w.end for w in words if w.end <= verb and w.text in _OPENS), default=0)
    if start and not any(w.text == "," and start < w.end <= verb for w in words):
        return Acting(by)
    start = _clause_start(words, verb) if start else 0
    before = tuple(n for n in heads if start <= n.piece.start < verb and n not in by)
    if _is_passive(words, verb):
        return Acting(by, before)
    between = text[before[0].piece.end : verb] if before else ""
    joined = bool(re.search(r"\band\b", between)) and not re.search(r"\bor\b", between)
    return Acting(before or by, (), joined and len(before) > 1)


def _heads(text: str, named: Sequence[Named]) -> list[Named]:
    """Of names that touch ("local authority social worker") the last, which is the one meant; none
    that only says whose something is."""
    found = []
    for n, one in enumerate(named):
        following = named[n + 1] if n + 1 < len(named) else None
        if following and not text[one.piece.end : following.piece.start].strip():
            continue
        if text[one.piece.end : one.piece.end + 2] in ("'s", "’s", "s'", "s’"):
            continue
        found.append(one)
    return found


def _first_verb(text: str, heads: Sequence[Named]) -> int | None:
    """Where the first verb stands in a sentence without a word of duty that begins with an actor;
    "Chair: …" tells who as well."""
    for one in heads:
        lead = text[: one.piece.start].strip().lower()
        if lead in ("", "the", "a", "an", "all", "every", "each") and (
            _PLAIN_VERB.match(text, one.piece.end) or text[one.piece.end :].lstrip()[:1] in ":=–-"
        ):
            return one.piece.end
        return None
    return None


def _clause_start(words: Sequence[Word], verb: int) -> int:
    return max((w.end for w in words if w.text in _STOPS and w.end <= verb), default=0)


def _is_passive(words: Sequence[Word], verb: int) -> bool:
    following = [w.text for w in words if w.start >= verb][:_NEAR]
    if "be" not in following and not set(following[:2]) & _BE:
        return False
    at = next(n for n, t in enumerate(following) if t in _BE)
    rest = [w.text for w in words if w.start >= verb][at + 1 : at + 4]
    return any(_PARTICIPLE.match(t) for t in rest)
