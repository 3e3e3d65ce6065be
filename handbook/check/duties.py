"""What a sentence makes of a rule: must, should or may, and whether it denies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.periods import Word, piece
from handbook.rule_records import Piece

_STOPS = frozenset(".,;:?!—–()")
_ENDS = frozenset(".;:?!")
_OPENS = frozenset("if when whenever where wherever unless until because although".split())
_RELATIVE = frozenset("who which that whose".split())
_RELATIVE_NEAR = 3
_LEADS_THAT = _STOPS | {"so", "ensure", "ensures"}
_STRENGTH = {
    "must": "must",
    "shall": "must",
    "has to": "must",
    "have to": "must",
    "has a duty to": "must",
    "have a duty to": "must",
    "has a statutory duty to": "must",
    "have a statutory duty to": "must",
    "hold a duty to": "must",
    "hold the duty to": "must",
    "holds a duty to": "must",
    "holds the duty to": "must",
    "has the duty to": "must",
    "have the duty to": "must",
    "compulsory": "must",
    "recommended to": "should",
    "encouraged to": "should",
    "advised to": "should",
    "is required to": "must",
    "are required to": "must",
    "is obliged to": "must",
    "are obliged to": "must",
    "mandatory": "must",
    "should": "should",
    "ought to": "should",
    "is expected to": "should",
    "are expected to": "should",
    "may": "may",
    "have a power to": "may",
    "have the power to": "may",
    "has a power to": "may",
    "has the power to": "may",
    "could": "may",
    "can": "may",
    "can choose to": "may",
    "optional": "may",
    "think about whether": "may",
}
_PHRASES = sorted(((p.split(), s) for p, s in _STRENGTH.items()), key=lambda pair: -len(pair[0]))
_DEMANDS = frozenset("require requires".split())
_DEMANDED = 20
"""An Act "requires all schools, in the exercise of their functions, to …"."""
_DENIALS = frozenset(
    """not never no cannot neither nor nobody none can't don't doesn't isn't aren't needn't mustn't
    shouldn't won't unnecessary without
    avoid avoids avoided avoiding refrain refrains""".split()
)
_BOUNDS = frozenset("later longer more less fewer".split())
_LEFT_OPEN = frozenset("decision decisions decide decides choice reason reasons right".split())
"""A "decision not to" is spoken of, not taken."""
_NO_DENIAL = (
    ["without", "delay"],
    ["without", "unnecessary"],
    ["without", "these"],
    ["not", "only"],
    ["not", "limited"],
    ["no", "doubt"],
    ["no", "matter"],
    ["no", "exception"],
    ["no", "exceptions"],
)
_TELLS = frozenset("not no without isn't aren't".split())
"""Denials that may tell how somebody is, "a baby not yet mobile"; every other one forbids."""
_DOES = frozenset("do does did".split())
_HAVING = frozenset("with has have having".split())
_ALLOWED = frozenset(
    """to required expected obliged allowed permitted entitled advised encouraged supposed
    necessary needed mandatory compulsory optional""".split()
)
_DUTY_AFTER_NO = 3
"""In "no referral should be made" the duty stands so near."""


@dataclass(frozen=True, slots=True)
class Said:
    """A word of duty or of denial: its place among the words, and in the text."""

    kind: str
    """``must``, ``should`` or ``may``; of a denial, "not"."""
    at: int
    end: int
    piece: Piece


def duties(words: Sequence[Word]) -> list[Said]:
    """The words of duty of the main clauses of a sentence."""
    found: list[Said] = []
    at = 0
    while at < len(words):
        said = _duty_at(words, at)
        if said and not _is_subordinate(words, at):
            found.append(said)
        at = said.end if said else at + 1
    return found


def denials(words: Sequence[Word]) -> list[Said]:
    """The words of a sentence that deny, outside its conditions. "No later than" denies nothing,
    and neither does "no child … for more than", which is a limit."""
    return [d for d in _denials(words) if not _is_subordinate(words, d.at)]


def denials_aside(words: Sequence[Word]) -> list[Said]:
    """Those that stand in a condition or a relative clause: "a baby who is not yet mobile"."""
    return [d for d in _denials(words) if _is_subordinate(words, d.at)]


def forbids(words: Sequence[Word], duties: Sequence[Said], denial: Said) -> bool:
    """Whether a denial is of what is done or ought to be: it belongs to a word of duty or to "do",
    or stands at the head of its clause. Others tell how somebody is: "bruise + not mobile"."""
    text, at = words[denial.at].text.replace("’", "'"), denial.at
    before = words[at - 1].text if at else ""
    if text not in _TELLS or not before or before in _STOPS | _DOES:
        return True
    if any(duty.end in (at, at - 1) for duty in duties):
        return True
    if words[denial.end : denial.end + 1] and words[denial.end].text in _ALLOWED:
        return True
    is_nobodys = text == "no" and before not in _HAVING
    return is_nobodys and any(at < duty.at <= at + _DUTY_AFTER_NO for duty in duties)


def _denials(words: Sequence[Word]) -> list[Said]:
    texts = [w.text.replace("’", "'") for w in words]
    if any(t in _BOUNDS and texts[n + 1 : n + 2] == ["than"] for n, t in enumerate(texts)):
        return []
    return [
        Said("not", at, at + 1, piece(words, at, at + 1))
        for at, text in enumerate(texts)
        if text in _DENIALS
        and texts[at - 1 : at] != ["even"]
        and texts[at - 1 : at] != ["or"]
        and not (texts[at : at + 2] == ["not", "to"] and texts[at - 1] in _LEFT_OPEN)
        and not any(texts[at : at + len(p)] == p for p in _NO_DENIAL)
    ]


def _duty_at(words: Sequence[Word], at: int) -> Said | None:
    for phrase, strength in _PHRASES:
        end = at + len(phrase)
        if [w.text for w in words[at:end]] == phrase:
            return Said(strength, at, end, piece(words, at, end))
    if words[at].text in _DEMANDS and any(w.text == "to" for w in words[at + 2 : at + _DEMANDED]):
        return Said("must", at, at + 1, piece(words, at, at + 1))
    return None


def _points_back(words: Sequence[Word], at: int) -> bool:
    """Whether it is the "that" with which a sentence begins: "That doesn't mean …"."""
    return words[at].text == "that" and (at == 0 or words[at - 1].text in _ENDS)


def _is_subordinate(words: Sequence[Word], at: int) -> bool:
    """Whether a word stands in a condition or a question ("Not a …? Then …"), or is the verb of a
    relative clause."""
    if any(w.text == "?" for w in words[at:]):
        return True
    near = range(max(0, at - _RELATIVE_NEAR), at)
    if any(words[n].text in _RELATIVE and not _points_back(words, n) for n in near):
        return True
    while at > 0 and words[at - 1].text not in _STOPS:
        at -= 1
        if words[at].text in _OPENS:
            return True
        if words[at].text == "that" and at and words[at - 1].text in _LEADS_THAT - _ENDS:
            return True
    return False
