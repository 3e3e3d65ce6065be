"""Statements as trainers make them, each beside the sentence of guidance that it was worded from.

``pairs.jsonl`` names the sentence by its passage (``own_questions.key_of``) and its number, counted
from one, and has statements that say the same (``agrees``), that leave a condition or an actor out
(``partly``), that are wrong in one way (``differs``, each with the way) and that are about
something else nearby (``other``). eval/LOG.md says how it was made.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

from own_questions import Place  # noqa: E402

from handbook.encoder import LocalEncoder  # noqa: E402
from handbook.settings import BUILT_IN_ENCODER  # noqa: E402

HELD_OUT_EVERY = 8
NEAR_A_STATEMENT = 3
NEAREST = 40
SURELY_LESS = 0.9
"""A sentence near to a statement counts as another rule only if its cosine is below this share of
the cosine of the one it was worded from: what is nearer may say the same."""
SAME, TRUE, WHOLE = range(3)


@dataclass(frozen=True, slots=True)
class Pair:
    """A statement beside a sentence. Whether both are about the same rule; and if so, whether the
    statement is true by it, and whether it leaves nothing out (None where that was not said)."""

    statement: str
    headline: str
    sentence: str
    same: bool
    true: bool | None = None
    whole: bool | None = None
    kind: str = ""


def pairs(
    path: Path, known: Mapping[str, Place], dice: random.Random
) -> tuple[list[Pair], list[Pair]]:
    """Those to train on and those held out, all of a sentence together."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    numbered = [(n, r, known[r["passage"]]) for n, r in enumerate(rows) if r["passage"] in known]
    worded = [(n, place, r["sentence"] - 1, list(_worded(r, place))) for n, r, place in numbered]
    near = _near([(place, at, said) for _, place, at, said in worded], known)
    train: list[Pair] = []
    held_out: list[Pair] = []
    for number, _, _, said in worded:
        kept = held_out if number % HELD_OUT_EVERY == 0 else train
        for pair in said:
            others = near[pair.statement]
            kept.append(pair)
            kept += [
                Pair(pair.statement, head, text, same=False, kind="near")
                for head, text in dice.sample(others, min(NEAR_A_STATEMENT, len(others)))
            ]
    return train, held_out


def _worded(row: Mapping[str, Sequence[str]], place: Place) -> Iterator[Pair]:
    sentence = place.sentences[row["sentence"] - 1]  # type: ignore[operator]
    head = place.headline
    for text in row["agrees"]:
        yield Pair(text, head, sentence, True, True, True, "agrees")
    for text in row["partly"]:
        yield Pair(text, head, sentence, True, True, False, "partly")
    for kind, text in row["differs"]:
        yield Pair(text, head, sentence, True, False, None, kind)
    for text in row["other"]:
        yield Pair(text, head, sentence, False, kind="other")


def _near(
    worded: Sequence[tuple[Place, int, Sequence[Pair]]], known: Mapping[str, Place]
) -> dict[str, list[tuple[str, str]]]:
    """For each statement the sentences nearest to it that are surely about another rule, each with
    its headings."""
    encoder = LocalEncoder.load(BUILT_IN_ENCODER)
    sentences = {s: p.headline for p in known.values() for s in p.sentences if s}
    texts = list(sentences)
    stored = encoder.encode(texts)
    row_of = {text: n for n, text in enumerate(texts)}
    statements = [pair.statement for _, _, said in worded for pair in said]
    vectors = dict(zip(statements, encoder.encode(statements), strict=True))
    found = {}
    for place, at, said in worded:
        own = stored[row_of[place.sentences[at]]]
        alike = stored @ own
        for pair in said:
            scores = stored @ vectors[pair.statement]
            most = SURELY_LESS * float(vectors[pair.statement] @ own)
            found[pair.statement] = [
                (sentences[texts[n]], texts[n])
                for n in np.argsort(-scores)[:NEAREST]
                if scores[n] < most and alike[n] < SURELY_LESS
            ]
    return found
