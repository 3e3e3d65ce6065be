"""One handbook, opened: every front door (page, command line, evaluation) goes through it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook import answer as answering
from handbook.catalogue import Catalogue
from handbook.domain import Answer, Hit, Question, ReviewQuestion, Unit
from handbook.encoder import Encoder
from handbook.errors import HandbookError, IndexStale
from handbook.glossary import Glossary
from handbook.index import editions
from handbook.index.editions import Held, IndexEdition
from handbook.index.lexical import LexicalIndex
from handbook.index.vectors import KeptEmbedding, VectorIndex
from handbook.judge import ByReading, ByWords, Judge
from handbook.reader import Reader
from handbook.replies import Replies, read_contacts
from handbook.retrieve import Retriever
from handbook.settings import Settings
from handbook.spelling import Speller
from handbook.text import content_words
from handbook.understand import understand


@dataclass(frozen=True, slots=True)
class Opened:
    """One index edition, open for reading."""

    edition: IndexEdition
    retriever: Retriever
    speller: Speller


class Handbook:
    """The read path. Follows the pointer: a new index edition is used without a restart."""

    def __init__(self, settings: Settings, catalogue: Catalogue, encoder: Encoder) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self.encoder = encoder
        self.embedding = KeptEmbedding(encoder, catalogue)
        self.judge = _judge(settings, encoder)
        self.replies = Replies.load(settings.prompts)
        self.glossary = Glossary.load(settings.glossary)
        self.contacts = read_contacts(settings.contacts)
        self._opened: Opened | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings) -> Handbook:
        """Open what the pointer names; IndexMissing or IndexStale say what to do instead."""
        editions.current(settings.data)
        encoder = Encoder.load(settings.model)
        book = cls(settings, Catalogue.open(settings.data), encoder)
        book.opened()
        return book

    def opened(self) -> Opened:
        """The current index edition, reopened when the pointer has flipped."""
        with self._lock:
            if self._opened and self._opened.edition.edition_id == _pointed(self.settings.data):
                return self._opened
            edition = editions.current(self.settings.data)
            if edition.encoder != self.encoder.fingerprint:
                raise IndexStale(
                    "The index was made by another encoder; run `handbook ingest` to renew it."
                )
            folder = editions.directory(self.settings.data, edition.edition_id)
            lexical = LexicalIndex(folder / "lexical")
            retriever = Retriever(VectorIndex(folder / "vectors"), lexical, self.catalogue)
            words = lexical.vocabulary | dict.fromkeys(self.glossary.words, 1)
            self._opened = Opened(edition, retriever, Speller(words, self.encoder.knows))
            return self._opened

    def ask(self, question: Question) -> Answer:
        """Answer one question; a fault that can be named becomes an answer of status failed."""
        try:
            return answering.ask(self, question)
        except HandbookError as error:
            return answering.failed(self.replies, question, str(error))

    def search(self, query: str, count: int = 10, area: str | None = None) -> list[Hit]:
        """The best passages for some words, with no decision about them."""
        opened = self.opened()
        spelt = understand(Question(query), self.glossary, opened.speller)
        vector = self.encoder.encode([spelt.text])[0]
        allowed = opened.edition.in_force(None)
        words = content_words(spelt.text)
        return opened.retriever.search(words, vector, allowed, area, count, spelt.same)

    def units(self, document_id: str) -> Sequence[Unit]:
        """The stored text of a document, unit by unit."""
        return self.catalogue.units(document_id)

    def held(self, document_id: str) -> Held | None:
        """What the current index edition knows of a document."""
        documents = self.opened().edition.documents
        return next((h for h in documents if h.document_id == document_id), None)

    def raw_file(self, document_id: str) -> Path | None:
        """The kept copy of the file that a document was read from."""
        held = self.held(document_id)
        if held is None:
            return None
        suffix = Path(held.file_name).suffix.lower()
        path = self.settings.data / "files" / (held.sha256 + suffix)
        return path if path.is_file() else None

    def review_questions(self) -> list[tuple[Held, ReviewQuestion]]:
        """All review questions of the editions in force."""
        held = self.opened().edition.in_force(None).values()
        return [(h, q) for h in held for q in self.catalogue.review_questions(h.document_id)]

    def close(self) -> None:
        """Give back files and memory."""
        if self._opened:
            self._opened.retriever.dense.close()
        self.catalogue.close()


def _judge(settings: Settings, encoder: Encoder) -> Judge:
    return ByReading(Reader.load(settings.reader)) if settings.reader else ByWords(encoder)


def _pointed(data: Path) -> str:
    try:
        return (data / "current").read_text().strip()
    except OSError:
        return ""
