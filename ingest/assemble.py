"""A new index edition: written beside the old one, checked, and only then pointed to."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime

from handbook.catalogue import Catalogue
from handbook.cite import verify
from handbook.domain import Edition, Passage, ReviewQuestion
from handbook.encoder import Encoder
from handbook.errors import BuildError
from handbook.index import editions, probe
from handbook.index.editions import Held, IndexEdition
from handbook.index.encoded import encoded
from handbook.index.views import parts
from handbook.progress import nobody
from handbook.settings import Settings
from ingest.files import keep_files
from ingest.plan import Plan
from ingest.told import Listener, Step

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much is done and how much there is."""
_AT_A_TIME = 512
_ENCODED_AT_A_TIME = 64
"""Half a second's work: nobody waits long for a sign of progress."""
_SAMPLE = 200
"""How many passages are read back and compared before the flip."""


def assemble(
    settings: Settings,
    catalogue: Catalogue,
    plan: Plan,
    encoder: Encoder,
    progress: Progress,
    turning: Callable[[], None] = nobody,
) -> IndexEdition:
    """Write, check and point to a new index edition. BuildError leaves the old one in place, and so
    does whatever ``turning`` raises, which is called when all but the pointer is there."""
    # llama-index and Chroma take two seconds to import: an unchanged run never needs them.
    from handbook.index import lexical, vectors
    from handbook.index.chroma import Place

    data, server = settings.data, settings.chroma
    made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    edition = IndexEdition(
        uuid.uuid4().hex[:12],
        made,
        encoder.fingerprint,
        plan.documents,
        plan.past,
        on_server=server is not None,
        readers=plan.readers,
    )
    folder = editions.directory(data, edition.edition_id)
    folder.mkdir(parents=True)
    embedding = vectors.KeptEmbedding(encoder, catalogue, mark=True)
    _encode(catalogue, plan.documents, embedding.encode, progress)
    for part, documents in _parts(edition):
        place = Place.of(data, edition.edition_id, server, part)
        total = _passages(catalogue, documents)
        rows = _counted(_rows(catalogue, documents), total, progress)
        vectors.build(place, ((p.passage_id, encoded(e, p)) for e, p in rows), embedding)
        lexical.build(
            folder / part / "lexical",
            (
                (p.passage_id, e.title, " ".join(p.headings), p.text)
                for e, p in _rows(catalogue, documents)
            ),
        )
    probe.write(folder, encoder)
    editions.write_record(data, edition)
    keep_files(data, edition)
    check(settings, catalogue, edition, encoder)
    turning()
    editions.flip(data, edition.edition_id)
    catalogue.kept.sweep()
    return edition


def check(
    settings: Settings, catalogue: Catalogue, edition: IndexEdition, encoder: Encoder
) -> None:
    """Raise BuildError unless both indexes, and those for each role that may not read everything,
    hold what the catalogue holds for them, a sample of passages stands at its place, and their
    vectors are those that were made for them."""
    for part, documents in _parts(edition):
        _check_part(settings, catalogue, edition.edition_id, part, documents, encoder)


def _check_part(
    settings: Settings,
    catalogue: Catalogue,
    edition_id: str,
    part: str,
    documents: Sequence[Held],
    encoder: Encoder,
) -> None:
    from handbook.index.chroma import Place
    from handbook.index.lexical import LexicalIndex
    from handbook.index.vectors import KeptEmbedding, VectorIndex

    folder = editions.directory(settings.data, edition_id) / part
    expected = _passages(catalogue, documents)
    dense = VectorIndex(Place.of(settings.data, edition_id, settings.chroma, part))
    counts = {"dense": dense.size, "lexical": LexicalIndex(folder / "lexical").size}
    for name, count in counts.items():
        if count != expected:
            raise BuildError(
                f"The new {name} index holds {count} passages and the catalogue {expected}; "
                "the old index stays. Run `handbook ingest --rebuild`."
            )
    step = max(1, expected // _SAMPLE)
    sample = [row for n, row in enumerate(_rows(catalogue, documents)) if n % step == 0]
    for held, passage in sample:
        verify(catalogue.units(passage.document_id), passage.text, passage.spans, held.title)
    made = KeptEmbedding(encoder, catalogue).encode([encoded(e, p) for e, p in sample])
    stored = dense.vectors([p.passage_id for _, p in sample]) if sample else {}
    for (_, passage), vector in zip(sample, made, strict=True):
        if abs(float(stored[passage.passage_id] @ vector) - 1.0) > 1e-3:
            raise BuildError(
                f"The vector of passage {passage.passage_id} is not the one that was made for it; "
                "the old index stays. Run `handbook ingest --rebuild`."
            )
    dense.close()


def _parts(edition: IndexEdition) -> Iterator[tuple[str, Sequence[Held]]]:
    """The indexes to write, by their folders, with the documents of each."""
    for part, shown in parts(edition).items():
        yield part, [h for h in edition.documents if h.edition.source_id in shown]


def _documents(documents: Sequence[Held]) -> dict[str, Edition]:
    return {h.document_id: h.edition for h in documents}


def _rows(catalogue: Catalogue, documents: Sequence[Held]) -> Iterator[tuple[Edition, Passage]]:
    """Every passage once, one document in memory at a time."""
    for key, edition in _documents(documents).items():
        for passage in catalogue.passages_of(key):
            yield edition, passage


def _passages(catalogue: Catalogue, documents: Sequence[Held]) -> int:
    return sum(catalogue.count("passage", key) for key in _documents(documents))


def _counted(
    rows: Iterator[tuple[Edition, Passage]], total: int, progress: Progress
) -> Iterator[tuple[Edition, Passage]]:
    for done, row in enumerate(rows, start=1):
        yield row
        if done % _AT_A_TIME == 0 or done == total:
            progress("indexing", done, total)


def _encode(
    catalogue: Catalogue,
    documents: Sequence[Held],
    encode: Callable[[Sequence[str]], object],
    progress: Progress,
) -> None:
    """Encode what has no vector yet, document by document: a stopped build keeps what it made."""
    wanted = _documents(documents)
    for done, (key, edition) in enumerate(wanted.items(), start=1):
        encode_document(catalogue, key, edition, encode)
        progress("encoding", done, len(wanted))


def texts_of(
    edition: Edition, passages: Iterable[Passage], asked: Iterable[ReviewQuestion]
) -> list[str]:
    """What is encoded of a document."""
    return [encoded(edition, p) for p in passages] + [q.text for q in asked]


def encode_document(
    catalogue: Catalogue,
    document_id: str,
    edition: Edition,
    encode: Callable[[Sequence[str]], object],
    listener: Listener = nobody,
) -> None:
    """Encode the passages and review questions of one document; ``listener`` hears how many."""
    passages, asked = catalogue.passages_of(document_id), catalogue.review_questions(document_id)
    texts = texts_of(edition, passages, asked)
    for start in range(0, len(texts), _ENCODED_AT_A_TIME):
        listener(Step("encoding", start, len(texts)))
        encode(texts[start : start + _ENCODED_AT_A_TIME])
