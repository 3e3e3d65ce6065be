"""The words by which clauses are told apart: what opens one, and what can be its verb."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from handbook.duty import JOINS, RELATIVE, STOPS, clause_end, clause_start, duty_at
from handbook.periods import Word, text_at


class Clause(Enum):
    """Where a verb stands."""

    MAIN = auto()
    UNSURE = auto()
    UNDER = auto()
    """In a condition, a relative clause, or what somebody says or thinks."""


_OPENS = frozenset(
    """if unless when whenever where wherever whether while although though because whose whom
    what how why lest""".split()
)
"""Words that open a clause, unless one of ``_NO_CLAUSE`` follows, or a participle with no verb
behind it: "if asked,", but "where asking her may harm her"."""
_NO_CLAUSE = frozenset(
    """to of possible necessary appropriate applicable needed required practicable relevant
    reasonable so not""".split()
)
_MAY_OPEN = frozenset("as than before until once after since".split())
"""Words that open one or a mere name: "before the chair may act", "before the visit"."""
_TELL = frozenset(
    """believe believes believed believing think thinks thought thinking suspect suspects suspected
    suspecting feel feels feeling fear fears fearing know knows knowing worry worries worried say
    says said saying mean means meaning indicate indicates indicating suggest suggests suggesting
    allege alleges alleged claim claims claimed consider considers concerned suppose supposing
    assume assumes assuming provided""".split()
)
"""Behind these "that" can be left out: "think a child may be hurt"."""
_FINITE = frozenset(
    """is are was were has have had do does did will would can cannot could might must should may
    shall agrees appears arises asks attends becomes begins believes comes considers decides dies
    exceeds fails gives goes happens includes indicates involves knows makes meets occurs provides
    receives refuses remains requires says sees suggests takes tells thinks wants""".split()
)
"""What can be nothing but the verb of a clause."""
_OF_MANY = frozenset(["ask"])
"""The same behind the name of several: "the partners ask"."""
_NO_SUBJECT = frozenset("to not never must should may shall will would can could".split())
"""What stands behind one of these is no verb of its own: the "have" of "may have"."""
_PRONOUNS = frozenset("it they he she you we i".split())
NAMES = _PRONOUNS | frozenset(
    """the a an any each every all their its his her our your my this these those such some no both
    there another other""".split()
)
"""A subject begins with one of these."""
_WHOLE = frozenset("all both each".split())
"""Of these, what can stand behind "should" as well: "should all be told"."""
_MANY = frozenset("children people police staff".split())
_PUBLISHED = frozenset(
    """act chapter guidance law procedure procedures protocol publication regulations section
    together""".split()
)
_LEADS_NAME = JOINS | frozenset(
    """about after against among at before between by during for from in into of on over through to
    towards under upon with within without all both such""".split()
)
"""What stands before a name that no verb has."""
_DENIED = frozenset("no not nothing none neither never".split())
_SHORT = 2


def opens(words: Sequence[Word], at: int) -> Clause | None:
    """Where the verb stands of the clause that a word opens; None where it opens none."""
    text, follows = words[at].text, text_at(words, at + 1)
    if text in _OPENS:
        if follows.endswith(("ing", "ed")):
            return Clause.UNSURE if _meets_verb(words, at + 2) else None
        return None if follows in _NO_CLAUSE else Clause.UNDER
    if text == "case" and at > 0 and words[at - 1].text == "in":
        return Clause.UNDER if follows in NAMES | _MANY else None
    if text == "for" and _gives_reason(words, at):
        return Clause.UNSURE
    if text in RELATIVE:
        return _opens_relative(words, at)
    if text in _TELL:
        is_noun = at > 0 and words[at - 1].text in NAMES - _PRONOUNS
        return None if is_noun or follows in RELATIVE | _OPENS else Clause.UNSURE
    leads = at == 0 or words[at - 1].text in STOPS
    return Clause.UNSURE if text in _MAY_OPEN and (leads or follows in NAMES) else None


def _meets_verb(words: Sequence[Word], at: int) -> bool:
    """Whether a verb stands before the next stop that no "and" joins to what went before."""
    end = clause_end(words, at)
    for n in range(at, end):
        if _is_verb(words, n):
            return words[n - 1].text not in JOINS
    return False


def _gives_reason(words: Sequence[Word], at: int) -> bool:
    """Whether "for" may mean "because": a verb stands before it, or a stop, and one behind it, in
    a clause that no other word opens. "Ring the hub for the child may be at risk", but "consent
    for a child may be given"."""
    if at == 0 or text_at(words, at + 1) not in NAMES:
        return False
    before = range(clause_start(words, at), at)
    if any(words[n].text in RELATIVE | _OPENS for n in before):
        return False
    if before and not any(_is_verb(words, n) or _is_object(words, n) for n in before[1:]):
        return False
    end = clause_end(words, at)
    ends = (n for n in range(at, end) if words[n].text in JOINS | RELATIVE | _OPENS)
    return any(_is_verb(words, n) for n in range(at, next(ends, end)))


def _is_verb(words: Sequence[Word], at: int) -> bool:
    return is_finite(words, at) or duty_at(words, at) is not None


def _is_object(words: Sequence[Word], at: int) -> bool:
    """Whether somebody or something is named with no preposition, as behind a verb: "ring the"."""
    return words[at].text in NAMES and words[at - 1].text not in _LEADS_NAME


def _opens_relative(words: Sequence[Word], at: int) -> Clause | None:
    """The same of "who", "which" and "that": not where a verb follows, alone or behind "it"."""
    text, follows = words[at].text, text_at(words, at + 1)
    if text == "that" and _is_published(words, at):
        return None
    if follows in _PRONOUNS:
        return Clause.UNDER if is_finite(words, at + 2) else None
    again = at > 0 and words[at - 1].text == "and"
    if again or follows in NAMES or is_finite(words, at + 1) or follows.endswith("ly"):
        return Clause.UNDER
    return None if text == "who" else Clause.UNSURE


def _is_published(words: Sequence[Word], at: int) -> bool:
    """Whether it is what guidance says: "the protocol says that a child must be seen"."""
    before = {w.text for w in words[clause_start(words, at) : at]}
    says = at > 0 and words[at - 1].text == "says"
    return says and bool(before & _PUBLISHED) and not before & (_DENIED | _OPENS)


def is_finite(words: Sequence[Word], at: int) -> bool:
    """Whether a word is the verb of a clause."""
    if text_at(words, at) in _OF_MANY:
        who = words[at - 1].text if at else ""
        return who.endswith("s") or who in _MANY | _PRONOUNS
    if text_at(words, at) not in _FINITE:
        return False
    before = at - 1
    while before > 0 and words[before].text.endswith("ly"):
        before -= 1
    return before < 0 or words[before].text not in _NO_SUBJECT


def is_inverted(words: Sequence[Word], at: int) -> bool:
    """Whether it is the "should" of "should a child be hurt", which is a condition."""
    leads = at == 0 or words[at - 1].text in STOPS | {"and", "or", "but"}
    return leads and words[at].text == "should" and text_at(words, at + 1) in NAMES - _WHOLE


def is_name(words: Sequence[Word]) -> bool:
    """Whether some words are somebody's name and no more, so that their verb is still to come:
    "if the child, or a brother, may …"."""
    if not words:
        return True
    first, last = words[0].text, words[-1].text
    if first not in NAMES:
        return len(words) < _SHORT and (first.endswith("s") or first in _MANY)
    leaves = len(words) > _SHORT and last.endswith(("s", "ed"))
    return len(words) <= _SHORT + 1 and not leaves
