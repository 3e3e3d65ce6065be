"""What a language model thinks of the answers of a run: faithfulness and key points.

An opinion is no measure: it stands apart from them, and the gate never sees it. Only answers that
quote something are shown to the model. Opinions are kept in the run's folder, a line a case, and a
case that has one is not asked about again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from llama_index.core.evaluation import CorrectnessEvaluator, FaithfulnessEvaluator
from llama_index.core.llms import LLM

from handbook.endpoint import Endpoint
from handbook.errors import ModelError, SettingsError
from handbook.runs.outcome import Outcome
from handbook.served import faults, language_model
from handbook.settings import Settings

FILE = "opinions.jsonl"
_AT_ONCE = 4
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Of one answer. What the model did not say in a form that can be read is None."""

    case_id: str
    split: str
    model: str
    faithful: bool | None = None
    """Whether the passages found bear out what was quoted."""
    key_points: float | None = None
    """How well the answer holds what the labelled sentences say, from 1 to 5."""
    reason: str = ""
    fault: str = ""
    """Why there is no opinion."""


def ask_opinions(
    settings: Settings, folder: Path, outcomes: Sequence[Outcome], progress: Progress
) -> list[Opinion]:
    """The opinions on a run's answers, those kept already and fresh ones. A case that the model
    cannot judge carries the fault."""
    endpoint = judge_of(settings)
    model = language_model(endpoint, settings.language_model_key)
    kept = {o.case_id: o for o in read_opinions(folder) if o.model == str(endpoint) and not o.fault}
    quoting = [o for o in outcomes if o.answer["citations"]]
    waiting = [o for o in quoting if o.case_id not in kept]

    def one(outcome: Outcome) -> Opinion:
        try:
            with faults(endpoint):
                return asyncio.run(_opinion(model, str(endpoint), outcome))
        except ModelError as error:
            return Opinion(outcome.case_id, outcome.split, str(endpoint), fault=str(error))

    path = folder / FILE
    path.write_text("".join(map(_line, kept.values())), encoding="utf-8")
    with ThreadPoolExecutor(_AT_ONCE) as threads, path.open("a", encoding="utf-8") as file:
        for opinion in threads.map(one, waiting):
            kept[opinion.case_id] = opinion
            file.write(_line(opinion))
            file.flush()
            progress("asking for opinions", len(kept), len(quoting))
    return [kept[o.case_id] for o in quoting]


def judge_of(settings: Settings) -> Endpoint:
    """The language model that is configured; SettingsError where there is none."""
    if settings.language_model is None:
        raise SettingsError(
            "An opinion needs a language model; set HANDBOOK_LANGUAGE_MODEL to MODEL@URL."
        )
    return settings.language_model


def _line(opinion: Opinion) -> str:
    return json.dumps(asdict(opinion), ensure_ascii=False) + "\n"


async def _opinion(model: LLM, name: str, outcome: Outcome) -> Opinion:
    asked = outcome.answer["question"]  # the case's own words may name somebody
    said = "\n".join(c["quote"] for c in outcome.answer["citations"])
    found = [h["text"] for h in outcome.answer["hits"]]
    faithful = await FaithfulnessEvaluator(llm=model).aevaluate(
        query=asked, response=said, contexts=found
    )
    points: Any = None
    if outcome.wanted:
        points = await CorrectnessEvaluator(llm=model, parser_function=_score).aevaluate(
            query=asked, response=said, reference="\n".join(outcome.wanted)
        )
    return Opinion(
        outcome.case_id,
        outcome.split,
        name,
        faithful.passing,
        points.score if points else None,
        (points.feedback or "") if points else "",
    )


def _score(said: str) -> tuple[float | None, str | None]:
    """The score and the reason; no score where the model did not begin with one."""
    first, _, reason = said.strip().partition("\n")
    try:
        return float(first), reason.strip()
    except ValueError:
        return None, said


def read_opinions(folder: Path) -> list[Opinion]:
    """The opinions kept in a run's folder."""
    path = folder / FILE
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    # A killed run may leave a last line without its end.
    return [Opinion(**json.loads(line)) for line in kept[: kept.rfind("\n") + 1].splitlines()]


def lines(opinions: Iterable[Opinion]) -> list[str]:
    """The opinions of each split in a few lines, with the number of cases each rests on."""
    by_split: dict[str, list[Opinion]] = {}
    for opinion in opinions:
        by_split.setdefault(opinion.split, []).append(opinion)
    return [line for split, some in by_split.items() for line in _summary(split, some)]


def _summary(split: str, some: Sequence[Opinion]) -> list[str]:
    faithful = [float(o.faithful) for o in some if o.faithful is not None]
    points = [o.key_points for o in some if o.key_points is not None]
    faulty = [o for o in some if o.fault]
    summary = [f"{split}: opinion of {some[0].model} on {len(some)} answers (no measure of ours)"]
    if faithful:
        summary.append(f"  faithful                   {fmean(faithful):.3f}  n={len(faithful)}")
    if points:
        summary.append(f"  key points, of 5           {fmean(points):.2f}  n={len(points)}")
    if faulty:
        summary.append(f"  no opinion                 {len(faulty)}: {faulty[0].fault}")
    return summary
