"""Training pairs for the encoder: a question, the passage that answers it, and near ones that do
not."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

import reader_data  # noqa: E402
from own_questions import is_held_out, own_questions, places  # noqa: E402

OTHERS = 600
"""Passages beside the held-out answers, from which these are to be told."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer. ``also`` are all texts known to answer it, the answer among
    them; ``near`` are texts that look right and do not."""

    set_name: str
    question: str
    answer: str
    also: frozenset[str]
    near: tuple[str, ...]


def own_pairs(
    path: Path, folders: Sequence[Path], dice: random.Random
) -> tuple[list[Pair], list[Pair], list[str]]:
    """Pairs to train on, pairs held out, and texts to tell the held-out answers from."""
    asked = [a for a in own_questions(path, folders) if a.sentences]
    answers: dict[str, set[str]] = {}
    for a in asked:
        answers.setdefault(a.question, set()).add(a.place.text)
    train: list[Pair] = []
    held_out: list[Pair] = []
    for a in asked:
        also, near = frozenset(answers[a.question]), tuple(p.text for p in a.near)
        pair = Pair("own", a.question, a.place.text, also, near)
        (held_out if is_held_out(a) else train).append(pair)
    texts = sorted({p.text for p in places(folders).values()})
    return train, held_out, dice.sample(texts, min(OTHERS, len(texts)))


def public_pairs(shared: Path, dice: random.Random, most: int) -> list[Pair]:
    """Pairs of the public sets, evenly of SQuAD and of the rest."""
    training, cases = shared / "training", shared / "cases"
    rest = [
        *(("faq", g) for g in reader_data.passage_sets(training, dice)),
        *(("selqa", g) for g in reader_data.sentence_sets(training, dice)),
        *(("doc2dial", g) for g in reader_data.doc2dial(cases, dice, even=True)),
        *(("clapnq", g) for g in reader_data.clapnq(cases, even=True)),
    ]
    squad = [("squad", g) for g in reader_data.squad(training, "squad1_train", dice)]
    chosen = dice.sample(rest, min(len(rest), most // 2)) + dice.sample(squad, most // 2)
    return [pair for name, group in chosen for pair in _public(name, group, dice)]


def _public(name: str, group: reader_data.Group, dice: random.Random) -> Iterator[Pair]:
    answers = [t for t in group.texts if t.answers]
    if not answers:
        return
    question = group.question
    if dice.random() < 0.3:
        question = reader_data.roughened(question, dice)
    answer = _text(answers[0])
    near = tuple(_text(t) for t in group.texts if not t.answers)
    yield Pair(name, question, answer, frozenset(map(_text, answers)), near)


def _text(text: reader_data.Text) -> str:
    return "\n".join(filter(None, (text.title, " ".join(text.sentences))))
