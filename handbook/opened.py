"""One index edition open for reading, with what is derived from it."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path

from handbook.catalogue import FILE, Catalogue
from handbook.contacts import Contact
from handbook.domain import ReviewQuestion
from handbook.encoder import Encoder, LocalEncoder
from handbook.errors import IndexStale, VectorsAway
from handbook.glossary import Glossary
from handbook.index import editions, leases, probe
from handbook.index.chroma import Place
from handbook.index.editions import Held, IndexEdition
from handbook.index.leases import Lease
from handbook.index.lexical import LexicalIndex
from handbook.index.vectors import KeptEmbedding, VectorIndex
from handbook.index.views import part_without, without
from handbook.personal.known import Known, words_of
from handbook.personal.mask import Masker
from handbook.places import Places
from handbook.retrieve import Retriever
from handbook.settings import Settings
from handbook.spelling import Speller
from handbook.weighed import Titled, Weighed

TRIED_AGAIN = 10.0
"""Seconds after which vectors that were away are tried again, by one question."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One index edition, open for reading: all of it, or what a role may read."""

    edition: IndexEdition
    catalogue: Catalogue
    """The documents of the edition. Of a part of it, no other can be read through this."""
    embedding: KeptEmbedding
    retriever: Retriever
    speller: Speller
    masker: Masker
    asked: Mapping[str, Sequence[ReviewQuestion]]
    """The review questions of each document that has some."""
    lease: Lease | None
    """Keeps the edition's directory from being swept; let go of with the last use of this."""

    away: str = ""
    """Why the vectors cannot be had, so that words alone are searched; mostly nothing."""
    until: float = math.inf
    """When they are to be tried again, on the monotonic clock."""
    part: str = ""
    """The folder of its indexes within the edition's, see handbook/index/views.py."""
    hidden: frozenset[str] = frozenset()
    """The sources that are not in it, since whoever reads it may not read them."""
    weighed: dict[Titled, Weighed] = field(default_factory=dict)
    """Its review questions made ready, once they were first held against what was asked."""
    _by_id: dict[str, Held] = field(default_factory=dict)

    def find(self, document_id: str) -> Held | None:
        """See IndexEdition, without a look at every document each time."""
        if not self._by_id:
            self._by_id.update({h.document_id: h for h in reversed([*self.edition.all()])})
        return self._by_id.get(document_id)

    def whole(self) -> Opened:
        """This, for what words alone will not do for; VectorsAway where there is no more."""
        if self.away:
            raise VectorsAway(self.away)
        return self

    def by_words(self, away: str) -> Opened:
        """This for some seconds by words alone, since the vectors are ``away``."""
        until = time.monotonic() + TRIED_AGAIN
        return replace(self, retriever=self.retriever.with_dense(None), away=away, until=until)

    def with_vectors(self, dense: VectorIndex) -> Opened:
        """This with its vectors, which can be had again."""
        retriever = self.retriever.with_dense(dense)
        return replace(self, retriever=retriever, away="", until=math.inf)

    def close(self) -> None:
        """Give back files and memory."""
        if self.retriever.dense:
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

    def open(self, catalogue: Catalogue, embedding: KeptEmbedding) -> Opened:
        """Open all of it, again from the start if the pointer flips meanwhile; by words alone
        where the vectors are away. IndexMissing or IndexStale where there is none
        that can be read, StoreError where the catalogue lacks what it names."""
        data = self.settings.data
        edition = editions.current(data)
        folder = editions.directory(data, edition.edition_id)
        self._look_at_encoder(edition, folder)
        with ExitStack() as opening:
            lease = _leased(folder, opening)
            kept = set(catalogue.document_ids())
            if editions.pointed(data) == edition.edition_id:
                edition.look_for(kept, data / FILE)
                return self._opened(edition, "", catalogue, embedding, lease, "", opening)
        return self.open(catalogue, embedding)

    def open_without(self, whole: Opened, hidden: frozenset[str]) -> Opened:
        """The same edition as if some sources had never been held; by words alone where that is,
        or where the vectors went meanwhile."""
        edition, part = without(whole.edition, hidden), part_without(whole.edition, hidden)
        folder = editions.directory(self.settings.data, edition.edition_id)
        with ExitStack() as opening:
            lease = _leased(folder, opening)
            catalogue = whole.catalogue.part({h.document_id for h in edition.all()}, hidden)
            opening.callback(catalogue.close)
            embedding = KeptEmbedding(self.encoder, catalogue)
            opened = self._opened(edition, part, catalogue, embedding, lease, whole.away, opening)
            return replace(opened, hidden=hidden)

    def try_again(self, opened: Opened) -> Opened:
        """The same with its vectors if they are back, else by words for some seconds more. Nothing
        else is opened anew."""
        dense, away = self._dense(opened.edition, opened.part)
        return opened.with_vectors(dense) if dense else opened.by_words(away)

    def _opened(
        self,
        edition: IndexEdition,
        part: str,
        catalogue: Catalogue,
        embedding: KeptEmbedding,
        lease: Lease | None,
        away: str,
        opening: ExitStack,
    ) -> Opened:
        """All that is derived is derived from these indexes and this catalogue. ``opening`` gives
        back what was opened, unless all of it could be."""
        folder = editions.directory(self.settings.data, edition.edition_id) / part
        catalogue.know(self.places)
        dense, away = (None, away) if away else self._dense(edition, part)
        if dense:
            opening.callback(dense.close)
        lexical = LexicalIndex(folder / "lexical")
        retriever = Retriever(dense, lexical, catalogue, embedding)
        words = lexical.vocabulary | dict.fromkeys(self.glossary.words, 1)
        speller = Speller(words, self.built_in.knows)
        masker = self._masker(edition, speller)
        until = time.monotonic() + TRIED_AGAIN if away else math.inf
        asked = catalogue.all_review_questions()
        opened = Opened(
            edition,
            catalogue,
            embedding,
            retriever,
            speller,
            masker,
            asked,
            lease,
            away,
            until,
            part,
        )
        opening.pop_all()
        return opened

    def _dense(self, edition: IndexEdition, part: str) -> tuple[VectorIndex | None, str]:
        """The dense index, or why it is away."""
        server = self.settings.chroma
        if edition.on_server != (server is not None):
            here = "on a Chroma server" if edition.on_server else "in the data folder"
            raise IndexStale(
                f"The vectors of the index are {here}, and HANDBOOK_CHROMA is "
                f"{server or 'none'}; run `handbook ingest`, or correct the setting."
            )
        place = Place.of(self.settings.data, edition.edition_id, server, part)
        try:
            return VectorIndex(place), ""
        except VectorsAway as error:
            return None, str(error)

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


def _leased(folder: Path, opening: ExitStack) -> Lease | None:
    try:
        lease = leases.take(folder)
    except FileNotFoundError:
        return None
    if lease:
        opening.callback(lease.release)
    return lease
