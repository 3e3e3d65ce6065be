"""One index edition open for reading, with what is derived from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock

from handbook.catalogue import Catalogue
from handbook.contacts import Contact
from handbook.encoder import Encoder, LocalEncoder
from handbook.errors import IndexStale
from handbook.glossary import Glossary
from handbook.index import editions, leases, probe
from handbook.index.editions import IndexEdition
from handbook.index.lexical import LexicalIndex
from handbook.index.vectors import VectorIndex
from handbook.personal.known import Known, words_of
from handbook.personal.mask import Masker
from handbook.places import Places
from handbook.retrieve import Retriever
from handbook.settings import Settings
from handbook.spelling import Speller


@dataclass(frozen=True, slots=True)
class Opened:
    """One index edition, open for reading."""

    edition: IndexEdition
    retriever: Retriever
    speller: Speller
    masker: Masker
    lease: FileLock | None
    """Keeps the edition's directory from being swept; let go of with the last use of this."""

    def close(self) -> None:
        """Give back files and memory."""
        self.retriever.dense.close()
        if self.lease:
            self.lease.release()


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens whatever edition the pointer names."""

    settings: Settings
    encoder: Encoder
    built_in: LocalEncoder
    glossary: Glossary
    places: Places
    contacts: Sequence[Contact]

    def open(self, catalogue: Catalogue) -> Opened:
        """Open it, again from the start if the pointer flips meanwhile. IndexMissing or IndexStale
        where there is none that can be read."""
        data = self.settings.data
        edition = editions.current(data)
        folder = editions.directory(data, edition.edition_id)
        self._look_at_encoder(edition, folder)
        try:
            lease = leases.take(folder)
        except FileNotFoundError:
            lease = None
        if editions.pointed(data) != edition.edition_id:
            return self.open(catalogue)
        lexical = LexicalIndex(folder / "lexical")
        retriever = Retriever(VectorIndex(folder / "vectors"), lexical, catalogue)
        words = lexical.vocabulary | dict.fromkeys(self.glossary.words, 1)
        speller = Speller(words, self.built_in.knows)
        return Opened(edition, retriever, speller, self._masker(edition, speller), lease)

    def _look_at_encoder(self, edition: IndexEdition, folder: Path) -> None:
        if edition.encoder != self.encoder.fingerprint:
            raise IndexStale(
                "The index was made by another encoder; run `handbook ingest` to renew it."
            )
        if not probe.agrees(folder, self.encoder):
            raise IndexStale(
                f"The model behind {self.settings.encoder} gives other vectors than when the index "
                "was made; run `handbook ingest` to renew it."
            )

    def _masker(self, edition: IndexEdition, speller: Speller) -> Masker:
        """Spares the places of the glossary, the pseudonyms in titles of what is held, and the
        telephone numbers of the contacts."""
        titles = (h.edition.title for h in edition.all())
        numbers = ("".join(c for c in contact.number if c.isdecimal()) for contact in self.contacts)
        known = Known(
            spared=words_of([*titles, *self.places.areas]),
            in_corpus=speller.holds,
            in_english=self.built_in.knows,
            is_slip=lambda word: speller.mend(word) != word,
            numbers=frozenset(numbers) - {""},
        )
        return Masker(known)
