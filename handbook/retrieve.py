"""Question to hits: what dense and lexical search find, ordered by word pieces and both scores.

The raw cosine and BM25 score stay on each hit: whether to decline is decided on them, never on the
fused score, in which the words of each question weigh alike, however little they found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from handbook.answer_records import Hit
from handbook.catalogue import Catalogue
from handbook.domain import Edition, Passage
from handbook.index.editions import Held
from handbook.index.encoded import encoded
from handbook.index.lexical import LexicalIndex, Same
from handbook.index.vectors import KeptEmbedding, VectorIndex, cosines
from handbook.kept_vectors import Vector
from handbook.pieces import NOTHING_ASKED, Asked, nearness

WORDS_WEIGHT = 0.15
"""What the best BM25 score of a question adds to a cosine; others add their share of it."""
PIECES_WEIGHT = 2.0
"""What the nearness of word pieces counts beside a cosine."""
COMPARED = 48
"""Of the passages found, so many are compared piece by piece, the best by both scores."""
LEARNING_WEIGHT = 0.96
"""What a fused score of learning counts where no review was asked about (eval/LOG.md)."""
_DEPTH = 60
"""How many passages each search gives at first; more than are shown, since some are left out."""
_DEEPER = 4
_DEEPEST = 3840
_NO_LETTER = re.compile(r"[\W_]+")
Scores = dict[str, float]
"""Of passages by their ids, best first."""


class Retriever:
    """Both searches over one index edition; where its vectors are away or damaged, words alone
    find passages, and the vectors that the catalogue keeps say how near those are."""

    def __init__(
        self,
        dense: VectorIndex | None,
        lexical: LexicalIndex,
        catalogue: Catalogue,
        embedding: KeptEmbedding,
    ) -> None:
        self.dense = dense
        self.lexical = lexical
        self._catalogue = catalogue
        self._embedding = embedding

    def with_dense(self, dense: VectorIndex | None) -> Retriever:
        """The same with its vectors, or by words alone."""
        return Retriever(dense, self.lexical, self._catalogue, self._embedding)

    def nearest(self, vector: Vector) -> float:
        """The cosine of the passage that is nearest to a vector; 0 by words alone."""
        found = self.dense.search(vector, 1) if self.dense else []
        return max((cosine for _, cosine in found), default=0.0)

    def search(
        self,
        words: Sequence[str],
        vector: Vector,
        allowed: Mapping[str, Held],
        area: str | None,
        count: int,
        same: Same | None = None,
        lesser: Sequence[str] = (),
        asked: Asked = NOTHING_ASKED,
        *,
        learning: bool = False,
    ) -> list[Hit]:
        """The best passages among the allowed documents that hold for the area, best first.
        ``lesser`` words count half; ``asked`` are the question's word pieces. Unless ``learning``
        is asked for, it stands a little behind the rules."""
        documents = {
            key: held.edition for key, held in allowed.items() if held.edition.holds_in(area)
        }
        dense, lexical, passages = self._found(words, vector, documents, area, count, same, lesser)
        fused = _fuse(dense, lexical, passages.keys())
        if len(asked):
            first = sorted(fused, key=lambda k: (-fused[k], k))[:COMPARED]
            near = self._nearness(asked, documents, {k: passages[k] for k in first})
            for key in first:
                fused[key] += PIECES_WEIGHT * near[key]
        if not learning:
            for key in fused:
                if documents[passages[key].document_id].is_learning:
                    fused[key] *= LEARNING_WEIGHT
        ranked = sorted(fused, key=lambda k: (-fused[k], k))
        hits = (
            self._hit(passages[k], documents, fused[k], dense.get(k, 0.0), lexical.get(k, 0.0))
            for k in ranked
        )
        return _distinct(hits, count, area)

    def _found(
        self,
        words: Sequence[str],
        vector: Vector,
        documents: Mapping[str, Edition],
        area: str | None,
        count: int,
        same: Same | None,
        lesser: Sequence[str],
    ) -> tuple[Scores, Scores, dict[str, Passage]]:
        """What each search gives, and the passages among it that may be shown. Where superseded
        editions or other areas crowd them out, the searches go deeper."""
        depth = _DEPTH
        while True:
            lexical = dict(self.lexical.search(words, depth, same, lesser))
            if self.dense:
                dense = dict(self.dense.search(vector, depth))
            else:
                dense = self._near(list(lexical), documents, vector)
            passages = {
                k: p
                for k, p in self._catalogue.passages(list(dense.keys() | lexical.keys())).items()
                if p.document_id in documents and area not in p.exception_areas
            }
            if depth >= _DEEPEST or all(
                len(found) < depth or len(found.keys() & passages.keys()) >= count
                for found in (dense, lexical)
            ):
                return dense, lexical, passages
            depth *= _DEEPER

    def _nearness(
        self, asked: Asked, documents: Mapping[str, Edition], passages: Mapping[str, Passage]
    ) -> Scores:
        """How near the question's word pieces are to those of passages."""
        texts = [encoded(documents[p.document_id], p) for p in passages.values()]
        return dict(zip(passages, nearness(asked, self._embedding.pieces(texts)), strict=True))

    def _near(
        self, passage_ids: Sequence[str], documents: Mapping[str, Edition], vector: Vector
    ) -> Scores:
        """How near some passages are to a vector, by the vectors that were kept as they were made;
        nearest first."""
        found = self._catalogue.passages(passage_ids).items()
        texts = {
            key: encoded(documents[p.document_id], p)
            for key, p in found
            if p.document_id in documents
        }
        near = cosines(self._embedding.encode(list(texts.values())), vector)
        return dict(sorted(zip(texts, near, strict=True), key=lambda row: -row[1]))

    def _hit(
        self,
        passage: Passage,
        documents: Mapping[str, Edition],
        score: float,
        cosine: float,
        lexical: float,
    ) -> Hit:
        unit = self._catalogue.units(passage.document_id)[passage.spans[0].unit]
        edition = documents[passage.document_id]
        return Hit(passage, edition, score, cosine, lexical, unit.page_index)


def _fuse(dense: Scores, lexical: Scores, wanted: Collection[str]) -> Scores:
    best = max((lexical[key] for key in lexical if key in wanted), default=1.0)
    return {
        key: dense.get(key, 0.0) + WORDS_WEIGHT * lexical.get(key, 0.0) / best for key in wanted
    }


def _distinct(hits: Iterable[Hit], count: int, area: str | None) -> list[Hit]:
    """The first hits with different texts: the same page in two formats counts once. Where no area
    is asked about, the same words of two areas are two texts."""
    kept: list[Hit] = []
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for hit in hits:
        areas = hit.edition.areas if area is None else ()
        key = _NO_LETTER.sub("", hit.passage.text.lower()), areas
        if key not in seen:
            seen.add(key)
            kept.append(hit)
        if len(kept) == count:
            break
    return kept
