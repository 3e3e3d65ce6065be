"""Whether hits are the right ones, in a way that does not depend on where a system cuts texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.cases import FOLDER, Case, load_cases
from eval.measures import fold
from eval.summary import figure
from handbook.runs.figure import Figure
from handbook.settings import ROOT
from ingest.manifest import list_corpus

MOST_WORDS = 300
"""What a person reads before giving up."""
MEASURES = ("labelled source at 1", "labelled source at 5", "labelled words in the first 300")
Hits = Sequence[Sequence[str]]
"""File name and text of each, best first."""


def labelled() -> list[Case]:
    """The cases of the test split that have labels and stand alone: nothing is tuned on them."""
    cases = load_cases(FOLDER / "test.jsonl")
    return [c for c in cases if c.relevant and not c.question.history]


def sources() -> dict[str, str]:
    """The source that each file of the shipped corpus is an edition of."""
    return {listed.path.name: listed.source_id for listed in list_corpus(ROOT / "corpus")}


@dataclass(slots=True)
class Scores:
    """The measures of one system, case by case."""

    source_of: Mapping[str, str]
    values: dict[str, list[float]] = field(default_factory=lambda: {m: [] for m in MEASURES})

    def add(self, case: Case, hits: Hits) -> None:
        """Measure the hits for a case."""
        wanted = {r.source for r in case.relevant}
        found = [self.source_of.get(name, "") in wanted for name, _ in hits]
        shown = first_words(text for _, text in hits)
        said = any(fold(r.quote) in shown for r in case.relevant)
        for name, value in zip(MEASURES, (any(found[:1]), any(found[:5]), said), strict=True):
            self.values[name].append(float(value))

    @property
    def figures(self) -> dict[str, Figure]:
        """Means with their intervals."""
        return {name: figure(values) for name, values in self.values.items()}


def first_words(texts: Iterable[str]) -> str:
    """The letters and digits of the first words of the hits together."""
    words = " ".join(texts).split()
    return fold(" ".join(words[:MOST_WORDS]))
