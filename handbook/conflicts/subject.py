"""Whether two sentences are about the same thing, by what stands before their words of duty."""

from __future__ import annotations

import re
from collections.abc import Collection

from handbook.check.compare import covered
from handbook.check.tables import Tables
from handbook.conflicts.stated import Stated
from handbook.rule import read_rule
from handbook.text import FUNCTION_WORDS, stem, words

_TELL_APART = frozenset(
    "first initial second third further subsequent next later final review last".split()
)
"""Words that tell one meeting or step from its neighbour."""
_ENACTED = re.compile(r"\bsections? (\d+\w*)|\bs\.? ?(\d+)\b", re.IGNORECASE)
_PASSIVE = re.compile(
    r"\b(?:be|is|are|was|were|been)\s+(?:\w+ly\s+)?(?:\w+ed|\w+en|held|sent|made|told|put|kept|met)\b",
    re.IGNORECASE,
)
_ENDS_NAME = frozenset("of for about on in at by to from with under that who which".split())


def other_subject(one: Stated, other: Stated, tables: Tables) -> bool:
    """Whether they are plainly about two things."""
    texts = one.facts.text, other.facts.text
    if told_apart(*texts) or _other_law(*texts):
        return True
    mine, theirs = _who(one), _who(other)
    if not mine or not theirs or _doers(one) & _doers(other):
        return False
    there, here = other.matter, one.matter
    heads = mine[-1], theirs[-1]
    if heads[0] not in there and heads[1] not in here and not _any(heads[:1], {heads[1]}, tables):
        return True
    if bool(_PASSIVE.search(texts[0])) != bool(_PASSIVE.search(texts[1])):
        return False  # who does it, and to whom it is done
    return not _any(mine, there, tables) or not _any(theirs, here, tables)


def other_actors(one: Stated, other: Stated) -> bool:
    """Whether others have the duty, as far as both say who."""
    mine, theirs = _doers(one), _doers(other)
    return bool(mine) and bool(theirs) and not mine & theirs


def _doers(stated: Stated) -> set[str]:
    return {named.name for named in stated.facts.acting.does}


def told_apart(one: str, other: str) -> bool:
    """Whether both texts say which of several steps is meant, and not the same one."""
    mine, theirs = (_TELL_APART.intersection(words(text)) for text in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _other_law(one: str, other: str) -> bool:
    """Whether they speak of two sections of Acts."""
    mine, theirs = (set(map(max, _ENACTED.findall(text))) for text in (one, other))
    return bool(mine) and bool(theirs) and not mine & theirs


def _who(stated: Stated) -> list[str]:
    """The stems of what the rule is about, as far as its name goes; its head is the last."""
    text = stated.facts.text
    who = read_rule(text).who
    name: list[str] = []
    for word in words(who.of(text)) if who else ():
        if word in _ENDS_NAME and name:
            break
        if word not in FUNCTION_WORDS and word not in _TELL_APART:
            name.append(stem(word))
    return name


def _any(roots: Collection[str], among: Collection[str], tables: Tables) -> bool:
    return any(covered(root, frozenset(among), tables) for root in roots)
