"""A library of any size, varied from a real one: how figures grow beyond the documents at hand.

Made, not read and not encoded: passages are sentences of the real ones put together anew, one word
in eight exchanged for another of theirs, and vectors are real ones with noise. Lengths and the
frequencies of words are those of the real passages; no new words come in as a library grows, which
a real one would have.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from handbook.domain import Document, Edition, Passage, Role, Sentence, Span, Unit
from handbook.pieces import NOTHING_ASKED, Encoded, EncodedQuestion, Pieces

PASSAGES_A_DOCUMENT = 75
"""About what a chapter of a procedures manual has."""
_PASSAGES_A_UNIT = 5
_CHANGED = 8
"""One word of so many is exchanged."""
_NOISE = 0.6
"""The length of what is added to a real vector of length 1: the cosine to it is about 0.86."""
_DAY = date(2026, 1, 1)
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Real:
    """What is varied: the sentences of each real passage."""

    passages: Sequence[Sequence[str]]

    @property
    def sentences(self) -> list[str]:
        """All of them."""
        return [sentence for passage in self.passages for sentence in passage]


def made_documents(real: Real, passages: int) -> Iterator[Document]:
    """Documents with so many passages together, always the same ones."""
    made = Maker(real)
    for number, start in enumerate(range(0, passages, PASSAGES_A_DOCUMENT)):
        yield made.document(number, min(PASSAGES_A_DOCUMENT, passages - start))


class Maker:
    """Puts real sentences together anew."""

    def __init__(self, real: Real) -> None:
        self._sentences = real.sentences
        self._lengths = [len(passage) for passage in real.passages]
        self._words = [word for sentence in self._sentences for word in sentence.split()]
        self._chance = random.Random(27)  # noqa: S311

    def texts(self, count: int) -> list[list[str]]:
        """The sentences of so many passages."""
        return [
            [self._varied() for _ in range(self._chance.choice(self._lengths))]
            for _ in range(count)
        ]

    def document(self, number: int, count: int) -> Document:
        """A document of so many passages."""
        key = f"made{number:012d}"
        texts = self.texts(count)
        units: list[Unit] = []
        passages: list[Passage] = []
        for ordinal, start in enumerate(range(0, count, _PASSAGES_A_UNIT)):
            unit, held = _unit(key, ordinal, start, texts[start : start + _PASSAGES_A_UNIT])
            units.append(unit)
            passages += held
        sha256 = hashlib.sha256(key.encode()).hexdigest()
        edition = Edition(source_id=key, title=f"Chapter {number}", effective=_DAY)
        return Document(key, sha256, f"{key}.md", edition, tuple(units), tuple(passages), ())

    def _varied(self) -> str:
        words = self._chance.choice(self._sentences).split()
        for _ in range(len(words) // _CHANGED):
            words[self._chance.randrange(len(words))] = self._chance.choice(self._words)
        return " ".join(words)


def _unit(
    key: str, ordinal: int, first: int, texts: Sequence[Sequence[str]]
) -> tuple[Unit, list[Passage]]:
    """Some passages one after the other, each of its sentences joined by spaces."""
    parts: list[str] = []
    length = 0
    passages = []
    for number, sentences in enumerate(texts, start=first):
        start, spans = length, []
        for sentence in sentences:
            spans.append(Span(ordinal, length, length + len(sentence)))
            parts.append(f"{sentence} ")
            length += len(sentence) + 1
        passages.append(_passage(key, number, Span(ordinal, start, length - 1), spans, sentences))
    return Unit(ordinal, "section", "".join(parts) + "\n", ()), passages


def _passage(
    key: str, ordinal: int, span: Span, spans: Sequence[Span], sentences: Sequence[str]
) -> Passage:
    return Passage(
        passage_id=f"{key}-{ordinal}",
        document_id=key,
        ordinal=ordinal,
        headings=(f"Section {ordinal // _PASSAGES_A_UNIT + 1}",),
        paragraph=None,
        role=Role.RULE,
        spans=(span,),
        sentences=tuple(Sentence((s,)) for s in spans),
        text=" ".join(sentences),
    )


class VariedVectors:
    """In the place of an encoder while an index is written: a text's vector is a real one with
    noise, drawn by the hash of the text. It goes by the name of the encoder that made the real
    ones, so that this one can be asked afterwards."""

    def __init__(self, fingerprint: str, vectors: Vectors, pieces: Sequence[Pieces]) -> None:
        self.fingerprint = fingerprint
        self.dimensions = vectors.shape[1]
        self._vectors = vectors
        self._pieces = pieces
        self.processor = 0.0
        """Seconds that drawing took so far: no part of what an index costs."""

    @property
    def size(self) -> int:
        """How many real vectors there are."""
        return len(self._vectors)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See Encoder."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        started = time.process_time()
        made = np.stack([self._vector(text) for text in texts])
        self.processor += time.process_time() - started
        return made

    def encode_whole(self, texts: Sequence[str]) -> list[Encoded]:
        """See Encoder; the word pieces are a real passage's, as they are."""
        made = self.encode(texts)
        return [
            Encoded(vector, self._pieces[int(_drawn(text).integers(len(self._pieces)))])
            for text, vector in zip(texts, made, strict=True)
        ]

    def encode_question(self, text: str) -> EncodedQuestion:
        """See Encoder; a vector alone, since nobody asks while an index is written."""
        return EncodedQuestion(self.encode([text])[0], NOTHING_ASKED)

    def _vector(self, text: str) -> Vectors:
        chance = _drawn(text)
        near = self._vectors[chance.integers(len(self._vectors))]
        noise = chance.standard_normal(self.dimensions, dtype=np.float32)
        varied = near + noise * (_NOISE / np.sqrt(self.dimensions))
        return np.asarray(varied / np.linalg.norm(varied), np.float32)


def _drawn(text: str) -> np.random.Generator:
    """Chance that falls alike for the same text."""
    digest = hashlib.blake2b(text.encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(digest))


def made_files(real: Real, count: int, folder: Path) -> None:
    """The same as files of Markdown, about so many passages together, to be read and encoded."""
    maker = Maker(real)
    for number in range(-(-count // PASSAGES_A_DOCUMENT)):
        lines = [f"# Chapter {number}"]
        for ordinal, sentences in enumerate(maker.texts(PASSAGES_A_DOCUMENT)):
            if ordinal % _PASSAGES_A_UNIT == 0:
                lines.append(f"## {ordinal // _PASSAGES_A_UNIT + 1}. Section")
            lines.append(" ".join(sentences))
        (folder / f"chapter-{number}.md").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
