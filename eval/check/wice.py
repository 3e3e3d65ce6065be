"""WiCE (Kamoi et al. 2023): how well a check finds the sentences that bear a claim out.

Each claim is held against the sentences that it is given with, by the code that holds a statement
against those of the corpus. The set is measured with only: no threshold is chosen on it.
"""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.sets import FOLDER
from handbook.book import Handbook
from handbook.check.compare import compare
from handbook.check.compared import Compared, best_of
from handbook.check.facts import facts
from handbook.check.likeness import Weighing
from handbook.check.tables import Tables
from handbook.errors import CaseError
from handbook.index import lexical
from handbook.text import content_words, stems

DEPTHS = (1, 3, 5)
"""After so many sentences F1 is told."""
LOOKED_AT = 8
"""Of so many of the nearest sentences the meaning is looked at, as in a check."""
FOUND = ("agrees", "partly agrees", "differs", "not covered")


@dataclass(frozen=True, slots=True)
class Held:
    """A claim with its label, the sets of sentences that bear it out, what was found of it, and the
    sentences in the order of the check and in that of BM25, by their place in the evidence."""

    label: str
    groups: tuple[frozenset[int], ...]
    found: str
    checked: tuple[int, ...]
    floor: tuple[int, ...]


def hold_all(book: Handbook) -> list[Held]:
    """Every claim held against its own evidence; CaseError where the set is not there."""
    path = FOLDER / "wice-dev.jsonl"
    if not path.is_file():
        raise CaseError(f"The set wice is not beside the checkout: there is no {path}.")
    claims = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    counts = Counter(root for raw in claims for text in raw["evidence"] for root in stems(text))
    tables, size = Tables.load(book.settings.prompts), sum(len(c["evidence"]) for c in claims)
    weighing = Weighing(tables, str, lambda root: counts[root], size)
    return [_held(book, weighing, tables, raw) for raw in claims]


def _held(book: Handbook, weighing: Weighing, tables: Tables, raw: dict[str, Any]) -> Held:
    compared = _compared(book, weighing, tables, raw)
    return Held(
        raw["label"].replace("_", " "),
        tuple(map(frozenset, filter(None, raw["supporting_sentences"]))),
        _found(best_of(compared)),
        tuple(c.match for c in compared),
        tuple(_by_bm25(raw)),
    )


def _compared(
    book: Handbook, weighing: Weighing, tables: Tables, raw: dict[str, Any]
) -> list[Compared[int]]:
    """The nearest sentences of the evidence, each with what differs, the nearest first."""
    said = facts(raw["claim"], tables, str)
    sources = [facts(text, tables, str) for text in raw["evidence"]]
    alike = [weighing.likeness(said, "", source, frozenset()) for source in sources]
    places = sorted(range(len(sources)), key=lambda n: -alike[n].mutual)[:LOOKED_AT]
    claim, *meant = book.meaning.encode([said.text, *(sources[n].text for n in places)])
    found = []
    for place, vector in zip(places, meant, strict=True):
        likeness = alike[place].with_cosine(float(claim @ vector))
        differences = compare(said, sources[place], frozenset(), tables)
        score = likeness.mutual + likeness.cosine
        found.append(Compared(place, likeness, score, differences, bool(said.figures)))
    return sorted(found, key=lambda c: -c.score)


def _found(best: Compared[int] | None) -> str:
    if best is None:
        return "not covered"
    if best.is_wrong:
        return "differs"
    if best.agrees:
        return "agrees"
    return "partly agrees" if best.differences else "not covered"


def _by_bm25(raw: dict[str, Any]) -> list[int]:
    with tempfile.TemporaryDirectory() as folder:
        rows = ((str(n), "", "", text) for n, text in enumerate(raw["evidence"]))
        lexical.build(Path(folder) / "index", rows)
        index = lexical.LexicalIndex(Path(folder) / "index")
        found = index.search(content_words(raw["claim"]), max(DEPTHS))
    return [int(place) for place, _ in found]


def f1(chosen: Sequence[int], groups: Sequence[frozenset[int]]) -> float:
    """F1 of some sentences against the set that they fit best."""
    picked = frozenset(chosen)
    if not picked:
        return 0.0
    return max(2 * len(picked & group) / (len(picked) + len(group)) for group in groups)


def scores(held: Sequence[Held]) -> Iterator[tuple[int, float, float]]:
    """After so many sentences, F1 by the check and by BM25."""
    told = [h for h in held if h.groups]
    for depth in DEPTHS:
        mine, floor = (
            sum(f1(order(h)[:depth], h.groups) for h in told) / len(told) for order in _ORDERS
        )
        yield depth, mine, floor


def table(held: Sequence[Held]) -> Iterator[str]:
    """The measures, a line each."""
    told = [h for h in held if h.groups]
    yield f"wice: {len(held)} claims, {len(told)} with sentences that bear them out"
    for depth, mine, floor in scores(held):
        yield f"sentence F1@{depth}: {mine:.3f}, by BM25 {floor:.3f}"
    counts = Counter((h.label, h.found) for h in held)
    yield f"{'label':20}" + "".join(f"{name:>15}" for name in FOUND)
    for label in dict.fromkeys(h.label for h in held):
        yield f"{label:20}" + "".join(f"{counts[label, name]:15}" for name in FOUND)


_ORDERS: tuple[Callable[[Held], Sequence[int]], ...] = (
    lambda held: held.checked,
    lambda held: held.floor,
)
