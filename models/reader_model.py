"""The reader as it is trained: the transformer, and the rows of numbers that it reads.

``[CLS] question [SEP] headings [mark] sentence [mark] sentence … [SEP]``: a score at ``[CLS]`` says
whether the passage answers, a score at each mark whether its sentence does. With a statement in the
question's place, three scores at a mark, by last layers of their own, say how its sentence bears
the statement out.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

import reader_data as data  # noqa: E402
from make_encoder import published_model  # noqa: E402
from weights_of import weights_of  # noqa: E402

CLS, SEP, MARK = 101, 102, 1
"""``MARK`` is the first unused entry of the vocabulary."""
MOST_PIECES = 288
MOST_QUESTION_PIECES = 64
OWN_LAYERS = 2
"""Of the transformer's layers the last so many are a statement's own; those below serve both."""


class Reader(nn.Module):
    """The transformer with scores for each word piece; of the passage and of the sentence."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            folder, attn_implementation="eager", add_pooling_layer=False
        )
        self.head = nn.Linear(self.bert.config.hidden_size, 2)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """(batch, length, 2), as logits."""
        hidden = self.bert(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        scores: Tensor = self.head(hidden)
        return scores

    @classmethod
    def begun(cls, path: Path | None) -> Reader:
        """From the encoder's published weights, or going on from weights or a reader's folder."""
        model = cls(published_model())
        if path:
            held: dict[str, Tensor] = (
                weights_of(path)
                if path.is_dir()
                else torch.load(path, map_location="cpu", weights_only=True)
            )
            model.load_state_dict(held)
        return model


class OfStatements(nn.Module):
    """What a sentence says of a statement, by a reader's lower layers, which stay as they are, and
    last layers of its own."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader.requires_grad_(False)
        self.layers = deepcopy(reader.bert.encoder.layer[-OWN_LAYERS:]).requires_grad_(True)
        self.head = nn.Linear(reader.bert.config.hidden_size, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> Tensor:
        """(batch, length, 3) as logits: the sentence is about the statement's rule; the statement
        is true by it; the statement leaves nothing out."""
        left_out = (1.0 - attention_mask[:, None, None, :].float()) * -1e9
        hidden = self.reader.bert.embeddings(input_ids=input_ids, token_type_ids=token_type_ids)
        for layer in (*self.reader.bert.encoder.layer[:-OWN_LAYERS], *self.layers):
            hidden = layer(hidden, left_out)
        scores: Tensor = self.head(hidden)
        return scores

    def own(self) -> dict[str, Tensor]:
        """The weights that are not the reader's."""
        return {k: v for k, v in self.state_dict().items() if not k.startswith("reader.")}


def published_tokenizer() -> Tokenizer:
    """The published tokenizer, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(published_model() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


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
