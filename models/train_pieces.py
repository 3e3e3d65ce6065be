"""Teach the encoder to give a vector for each word piece beside the one for the whole text.

    pip install torch onnx
    python models/train_pieces.py --handbooks DATA … --out FOLDER

The encoder stays as it is: on the last layer of its int8 graph comes one projection to a sixth of
the width and one weight for each piece of a question. They are trained so that the passage which
answers a question is told, by late interaction (Khattab and Zaharia 2020), from passages that look
right and from those of the other questions. The product needs neither torch, onnx nor this script.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

from encoder_data import Pair, own_pairs  # noqa: E402

from handbook.encoder import MAX_PIECES  # noqa: E402

LAST_LAYER = "/bert/encoder/layer.5/output/LayerNorm/LayerNormalization_output_0"
HIDDEN, WIDTH = 384, 64
PAIRS_A_BATCH, NEAR_A_PAIR = 32, 2
PEAK_RATE = 2e-3
SHARPNESS = 25.0
"""What a nearness is multiplied by before the softmax."""
SEED = 20261130
Rows = NDArray[np.float16]
"""(pieces, HIDDEN): the last layer of a text, each row of unit length, the markers left out."""


class Head(torch.nn.Module):
    """The projection and the weights of a question's pieces."""

    def __init__(self, directions: Tensor) -> None:
        super().__init__()
        self.projection = torch.nn.Parameter(directions)
        self.weight = torch.nn.Parameter(torch.zeros(HIDDEN, 1))
        self.bias = torch.nn.Parameter(torch.zeros(1))

    def forward(self, asked: Sequence[Rows], passages: Sequence[Rows]) -> Tensor:
        """The nearness of each question to each passage: (questions, passages)."""
        (q, q_there), (p, p_there) = _side_by_side(asked), _side_by_side(passages)
        weights = functional.softplus((q @ self.weight).squeeze(-1) + self.bias) * q_there
        weights = weights / weights.sum(1, keepdim=True)
        q = functional.normalize(q @ self.projection, dim=-1)
        p = functional.normalize(p @ self.projection, dim=-1)
        cosines = torch.einsum("qid,pjd->qpij", q, p)
        best = cosines.masked_fill(~p_there[None, :, None, :], -1.0).amax(-1)
        return (best * weights[:, None, :]).sum(-1)


def _side_by_side(texts: Sequence[Rows]) -> tuple[Tensor, Tensor]:
    """Texts of different lengths in one array, and where there is something in it."""
    longest = max(map(len, texts))
    rows = torch.zeros(len(texts), longest, HIDDEN)
    there = torch.zeros(len(texts), longest, dtype=torch.bool)
    for number, text in enumerate(texts):
        rows[number, : len(text)] = torch.from_numpy(text).float()
        there[number, : len(text)] = True
    return rows, there


def last_layers(folder: Path, texts: Sequence[str]) -> dict[str, Rows]:
    """What the head is trained on: the last layer of the int8 graph for each text."""
    graph = without_head(folder)
    graph.graph.output.append(helper.make_tensor_value_info(LAST_LAYER, TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_PIECES)
    found = {}
    for text in dict.fromkeys(texts):
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        [rows] = session.run([LAST_LAYER], inputs)[0]
        rows = rows[1:-1]
        found[text] = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float16)
    return found


def without_head(folder: Path) -> onnx.ModelProto:
    """The encoder's graph as it is before a head comes to it, or after it is taken off."""
    model = onnx.load(folder / "model.onnx")
    for part in (model.graph.node, model.graph.initializer, model.graph.output):
        for entry in list(part):
            named = getattr(entry, "output", None) or [entry.name]
            if named[0].startswith(("pieces.", "piece_")):
                part.remove(entry)
    return model


def train(pairs: Sequence[Pair], rows: dict[str, Rows], steps: int, curve: Path) -> Head:
    """The trained head; the learning curve is written as it goes."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    head = Head(_main_directions([rows[p.answer] for p in pairs[::4]]))
    plan = torch.optim.AdamW(head.parameters(), lr=PEAK_RATE, weight_decay=0.0)
    rate = torch.optim.lr_scheduler.LambdaLR(plan, lambda step: max(0.02, 1 - step / steps))
    started, running = time.monotonic(), 0.0
    for step, batch in zip(range(1, steps + 1), _batches(pairs, dice), strict=False):
        loss = _loss(head, rows, batch, dice)
        plan.zero_grad()
        loss.backward()
        plan.step()
        rate.step()
        running = loss.item() if step == 1 else 0.98 * running + 0.02 * loss.item()
        if step % 100 == 0:
            minutes = round((time.monotonic() - started) / 60)
            with curve.open("a") as file:
                line = {"step": step, "of": steps, "minutes": minutes, "loss": round(running, 4)}
                file.write(json.dumps(line) + "\n")
    return head


def _batches(pairs: Sequence[Pair], dice: random.Random) -> Iterator[list[Pair]]:
    while True:
        order = dice.sample(pairs, len(pairs))
        for start in range(0, len(order) - PAIRS_A_BATCH, PAIRS_A_BATCH):
            yield order[start : start + PAIRS_A_BATCH]


def _main_directions(some: Sequence[Rows]) -> Tensor:
    """Where the pieces of real text differ most: (HIDDEN, WIDTH), the projection to begin from."""
    rows = torch.from_numpy(np.concatenate(some)).float()
    _, directions = torch.linalg.eigh(rows.T @ rows)
    return directions.flip(1)[:, :WIDTH].clone()


def _loss(head: Head, rows: dict[str, Rows], batch: Sequence[Pair], dice: random.Random) -> Tensor:
    texts = [p.answer for p in batch]
    for pair in batch:
        texts += dice.sample(pair.near, min(NEAR_A_PAIR, len(pair.near)))
    scores = SHARPNESS * head([rows[p.question] for p in batch], [rows[t] for t in texts])
    also = [[t in p.also and n != own for n, t in enumerate(texts)] for own, p in enumerate(batch)]
    scores = scores.masked_fill(torch.tensor(also), -1e4)
    return functional.cross_entropy(scores, torch.arange(len(batch)))


def write(folder: Path, head: Head, out: Path) -> None:
    """The encoder's folder with the head in its graph: ``piece_vectors`` (batch, pieces, WIDTH) of
    unit length and ``piece_weights`` (batch, pieces), the markers left out."""
    out.mkdir(parents=True, exist_ok=True)
    model = without_head(folder)
    constants = {
        "pieces.projection": head.projection.detach().numpy(),
        "pieces.weight": head.weight.detach().numpy(),
        "pieces.bias": head.bias.detach().numpy(),
        "pieces.from": np.array([1], np.int64),
        "pieces.to": np.array([-1], np.int64),
        "pieces.axis": np.array([1], np.int64),
        "pieces.last": np.array([2], np.int64),
    }
    model.graph.initializer.extend(
        numpy_helper.from_array(value, name) for name, value in constants.items()
    )
    model.graph.node.extend(_nodes())
    shapes = {"piece_vectors": ["batch", "pieces", WIDTH], "piece_weights": ["batch", "pieces"]}
    model.graph.output.extend(
        helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
        for name, shape in shapes.items()
    )
    onnx.checker.check_model(model)
    onnx.save(model, out / "model.onnx")
    if out != folder:
        shutil.copyfile(folder / "tokenizer.json", out / "tokenizer.json")


def _nodes() -> list[onnx.NodeProto]:
    node = helper.make_node
    cut = ["pieces.from", "pieces.to", "pieces.axis"]
    return [
        node("Slice", [LAST_LAYER, *cut], ["pieces.rows"]),
        node("LpNormalization", ["pieces.rows"], ["pieces.unit"], axis=-1, p=2),
        node("MatMul", ["pieces.unit", "pieces.projection"], ["pieces.projected"]),
        node("LpNormalization", ["pieces.projected"], ["piece_vectors"], axis=-1, p=2),
        node("MatMul", ["pieces.unit", "pieces.weight"], ["pieces.raw"]),
        node("Add", ["pieces.raw", "pieces.bias"], ["pieces.sum"]),
        node("Softplus", ["pieces.sum"], ["pieces.soft"]),
        node("Squeeze", ["pieces.soft", "pieces.last"], ["piece_weights"]),
    ]


def main() -> None:
    """Read the options, train and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--encoder", type=Path, default=ROOT / "models" / "encoder-int8")
    parser.add_argument("--questions", type=Path, default=ROOT / "models" / "questions.jsonl")
    parser.add_argument("--handbooks", type=Path, nargs="+", required=True, help="ingested data")
    parser.add_argument("--steps", type=int, default=1400)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    pairs, _, _ = own_pairs(options.questions, options.handbooks, random.Random(SEED))
    texts = [t for p in pairs for t in (p.question, p.answer, *p.near)]
    options.out.mkdir(parents=True, exist_ok=True)
    rows = last_layers(options.encoder, texts)
    head = train(pairs, rows, options.steps, options.out / "pieces_curve.jsonl")
    write(options.encoder, head, options.out)


if __name__ == "__main__":
    main()
