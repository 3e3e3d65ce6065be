"""Whether a quotation bears out a line that a model wrote: part by part, and nothing loosely."""

from __future__ import annotations

from collections.abc import Sequence

from handbook.check.compare import compare, covered
from handbook.check.facts import Facts
from handbook.check.tables import Named, Tables
from handbook.periods import Word, number

_MODAL = frozenset(
    """must shall should ought may might can could cannot will would need needs required obliged
    duty never not no nor none nobody nothing without only unless until""".split()
)
"""Words of duty and of denial. Each that the line has must stand in the quotation itself."""
_SHARED = 0.75
"""Of the words that say what the line is about, so many stand in the quotation or above it."""


def not_borne_out(said: Facts, source: Facts, headings: frozenset[str], tables: Tables) -> str:
    """The part of a line that a quotation does not bear out; "" where it bears out all."""
    if _numbers(said.words) - _numbers(source.words):
        return "number"
    for figure in said.figures:
        same = [f for f in source.figures if (f.kind, f.value) == (figure.kind, figure.value)]
        if not any((f.bound, f.recurs) == (figure.bound, figure.recurs) for f in same):
            return "bound" if same else "unit"
    if _modals(said.words) - _modals(source.words) or (source.duties and not said.duties):
        return "duty"
    if _names(said.actors) - _names(source.actors):
        return "actor"
    if _names(said.acting.does) - _names(source.acting.does):
        return "actor"
    differences = compare(said, source, headings, tables)
    if differences is None:
        return "negation"
    if differences:
        return str(differences[0].part)
    return "" if _about_the_same(said, source, headings, tables) else "matter"


def _names(actors: Sequence[Named]) -> set[str]:
    return {one.name for one in actors}


def _numbers(words: Sequence[Word]) -> set[str]:
    """The numbers, in figures or in words, and what is written with figures."""
    read = ((w.text, number(w.text)) for w in words)
    return {text if n is None else str(n) for text, n in read if n is not None or _digits(text)}


def _digits(text: str) -> bool:
    return any(c.isdigit() for c in text)


def _modals(words: Sequence[Word]) -> set[str]:
    return {w.text for w in words} & _MODAL


def _about_the_same(said: Facts, source: Facts, headings: frozenset[str], tables: Tables) -> bool:
    shared = sum(covered(root, source.matter | headings, tables) for root in said.matter)
    return bool(said.matter) and shared >= _SHARED * len(said.matter)
