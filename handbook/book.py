"""One handbook, opened: every front door (page, command line, evaluation) goes through it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from handbook import answer as answering
from handbook.answer import Told, nobody
from handbook.catalogue import Catalogue
from handbook.clashes import Clashes
from handbook.contacts import read_contacts
from handbook.danger import DangerSense
from handbook.domain import Answer, Hit, Notice, Question, ReviewQuestion, Unit
from handbook.encoder import Encoder, built_in, open_encoder
from handbook.errors import HandbookError, IndexStale, SettingsError
from handbook.feedback import Verdict, feedback_on, keep_feedback
from handbook.gaps import note_gap
from handbook.glossary import Glossary
from handbook.index import editions, leases, probe
from handbook.index.editions import Held, IndexEdition, Standing
from handbook.index.lexical import LexicalIndex
from handbook.index.vectors import KeptEmbedding, VectorIndex
from handbook.judge import ByWords, Judge, WithSecondLook
from handbook.opened import Opened
from handbook.personal.known import Known, words_of
from handbook.personal.mask import Masker
from handbook.places import Places
from handbook.pointing.consultation import Consultation, LanguageModel
from handbook.query import Query, queries
from handbook.reader import Reader
from handbook.receipt import Receipt
from handbook.remembering import RememberingEncoder
from handbook.replies import Replies
from handbook.retrieve import Retriever
from handbook.review import asks_for_learning, is_named
from handbook.settings import Settings
from handbook.spelling import Speller


class Handbook:
    """The read path. Follows the pointer: a new index edition is used without a restart."""

    def __init__(self, settings: Settings, catalogue: Catalogue, encoder: Encoder) -> None:
        self.settings = settings
        self.catalogue = catalogue
        self._made_by = encoder
        self.encoder = RememberingEncoder(encoder)
        self.embedding = KeptEmbedding(encoder, catalogue)
        self.judge = _judge(settings, self.encoder)
        self.language_model = LanguageModel.of(settings)
        self.replies = Replies.load(settings.prompts)
        self.built_in = built_in(encoder, settings.encoder)
        is_same = self.built_in is encoder
        self.meaning = self.encoder if is_same else RememberingEncoder(self.built_in)
        self.danger = DangerSense.load(settings.prompts, self.built_in, settings.data)
        self.glossary = Glossary.load(settings.glossary)
        self.clashes = Clashes.load(settings.glossary)
        self.places = Places.load(settings.glossary)
        self.contacts = read_contacts(settings.contacts)
        self._opened: Opened | None = None
        self._lock = threading.Lock()

    @classmethod
    def open(cls, settings: Settings) -> Handbook:
        """Open what the pointer names; IndexMissing or IndexStale say what to do instead."""
        editions.current(settings.data)
        encoder = open_encoder(settings.encoder, settings.encoder_key)
        book = cls(settings, Catalogue.open(settings.data), encoder)
        book.opened()
        return book

    def opened(self) -> Opened:
        """The current index edition, reopened when the pointer has flipped."""
        with self._lock:
            pointed = editions.pointed(self.settings.data)
            opened = self._opened
            if opened and opened.edition.edition_id == pointed and not self.catalogue.replaced:
                return opened
            self._opened = self._reopened()
            return self._opened

    def _reopened(self) -> Opened:
        """Open what the pointer names now, again from the start if it flips meanwhile.

        What was open before is not closed: another thread may still be answering from it. Files
        and lease go when the last one lets go of it.
        """
        edition = editions.current(self.settings.data)
        if edition.encoder != self.encoder.fingerprint:
            raise IndexStale(
                "The index was made by another encoder; run `handbook ingest` to renew it."
            )
        folder = editions.directory(self.settings.data, edition.edition_id)
        if not probe.agrees(folder, self._made_by):
            raise IndexStale(
                f"The model behind {self.settings.encoder} gives other vectors than when the index "
                "was made; run `handbook ingest` to renew it."
            )
        try:
            lease = leases.take(folder)
        except FileNotFoundError:
            lease = None
        if editions.pointed(self.settings.data) != edition.edition_id:
            return self._reopened()
        if self.catalogue.replaced:
            self.catalogue = Catalogue.open(self.settings.data)
            self.embedding = KeptEmbedding(self._made_by, self.catalogue)
        lexical = LexicalIndex(folder / "lexical")
        retriever = Retriever(VectorIndex(folder / "vectors"), lexical, self.catalogue)
        words = lexical.vocabulary | dict.fromkeys(self.glossary.words, 1)
        speller = Speller(words, self.built_in.knows)
        return Opened(edition, retriever, speller, self._masker(edition, speller), lease)

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

    @property
    def masker(self) -> Masker:
        """Takes personal details out of what is typed. With no index open it knows of no pseudonym
        and masks the more."""
        return self._opened.masker if self._opened else Masker()

    def ask(self, question: Question, told: Told = nobody) -> Answer:
        """Answer one question; a fault that can be named becomes an answer of status failed.
        ``told`` hears of each step as it begins.

        A question that was under way while the index was taken away is asked again.
        """
        model = self.language_model
        return self._ask(question, told, Consultation(model) if model else None)

    def ask_by_rules(self, question: Question) -> Answer:
        """The answer as it is with no language model: for what the program asks of itself."""
        return self._ask(question, nobody, None)

    def _ask(self, question: Question, told: Told, consulted: Consultation | None) -> Answer:
        before = editions.pointed(self.settings.data)
        try:
            return answering.ask(self, question, told, consulted)
        except HandbookError as error:
            fault = error
        if editions.pointed(self.settings.data) != before:
            return self._ask(question, told, consulted)
        return answering.failed(self, question, str(fault))

    def ask_and_note(self, question: Question, told: Told = nobody) -> Answer:
        """Answer a question that somebody asks, and let the editor know if it could not be, as far
        as the setting allows. A register that cannot be written is said, and costs no answer."""
        answer = self.ask(question, told)
        try:
            note_gap(self.settings.data, self.settings.gaps, question, answer)
        except SettingsError as error:
            notice = Notice("gap_not_noted", str(error))
            return replace(answer, notices=(*answer.notices, notice))
        return answer

    def take_feedback(self, question: Question, answer: Answer, verdict: Verdict) -> bool:
        """Keep what is said of an answer, as far as the setting allows, and tell whether it was
        kept; SettingsError where it cannot be. An answer from an open page that names a source
        erased since is not brought back."""
        keep = self.settings.gaps
        feedback = feedback_on(question, answer, verdict, keep)
        held = {h.edition.source_id for h in self.opened().edition.all()}
        if keep == "nothing" or not feedback.sources <= held:
            return False
        keep_feedback(self.settings.data, feedback)
        return True

    def search(
        self,
        query: str,
        count: int = 10,
        area: str | None = None,
        as_of: date | None = None,
        *,
        learning: bool = False,
    ) -> list[Hit]:
        """The best passages for some words, with no decision about them. ``learning`` where they
        are meant to find reviews and do not say so."""
        opened = self.opened()
        question = answering.masked(self.masker, Question(query, area, as_of))
        sought = queries(self, opened, question)[0]
        return self.hits(opened, sought, question, count, learning=learning)

    def find(self, question: Question, count: int) -> list[Hit]:
        """The best passages for the first part of a question, earlier turns among it."""
        opened = self.opened()
        question = answering.masked(self.masker, question)
        return self.hits(opened, queries(self, opened, question)[0], question, count)

    def hits(
        self,
        opened: Opened,
        query: Query,
        question: Question,
        count: int,
        *,
        learning: bool = False,
    ) -> list[Hit]:
        """The best passages for a part of a question."""
        allowed = self.answering(question.text, question.as_of)
        return opened.retriever.search(
            query.words,
            query.vector,
            allowed,
            query.area,
            count,
            query.same,
            query.taken_over,
            learning=learning or asks_for_learning(allowed, question.text),
        )

    def answering(self, text: str, as_of: date | None) -> dict[str, Held]:
        """The documents in force; what is made up for demonstration only where it is named."""
        held = self.opened().in_force(as_of)
        return {
            key: h
            for key, h in held.items()
            if not h.edition.demonstration or is_named(h.edition, text)
        }

    def units(self, document_id: str) -> Sequence[Unit]:
        """The stored text of a document, unit by unit."""
        return self.catalogue.units(document_id)

    def held(self, document_id: str) -> Held | None:
        """What is known of a document, also of one that no longer answers."""
        return self.opened().edition.find(document_id)

    def standing(self, document_id: str) -> Standing | None:
        """Whether a document is current, superseded or withdrawn; None for one never held."""
        edition = self.opened().edition
        held = edition.find(document_id)
        return edition.standing(held) if held else None

    def chain(self, source_id: str) -> list[Held]:
        """All that is held of a source, oldest first."""
        return self.opened().edition.chain(source_id)

    def receipts(self) -> dict[str, Receipt]:
        """What the last ingest saw of each file, failures among them, by the file's place."""
        self.opened()
        return self.catalogue.receipts()

    def raw_file(self, document_id: str) -> Path | None:
        """The kept copy of the file that a document was read from."""
        held = self.held(document_id)
        if held is None:
            return None
        suffix = Path(held.file_name).suffix.lower()
        path = self.settings.data / "files" / (held.sha256 + suffix)
        return path if path.is_file() else None

    def learning(self) -> list[Held]:
        """The briefings in force and the pages of their series, declared or found to be such."""
        asking = {q.document_id for _, q in self.review_questions()}
        held = self.opened().in_force(None).values()
        return [h for h in held if h.edition.is_learning or h.document_id in asking]

    def review_questions(self) -> list[tuple[Held, ReviewQuestion]]:
        """All review questions of the editions in force."""
        held = self.opened().in_force(None)
        asked = self.catalogue.all_review_questions()
        return [(h, q) for key, h in held.items() for q in asked.get(key, ())]

    def close(self) -> None:
        """Give back files and memory."""
        if self._opened:
            self._opened.retriever.dense.close()
            if self._opened.lease:
                self._opened.lease.release()
        self.catalogue.close()


def _judge(settings: Settings, encoder: Encoder) -> Judge:
    by_words = ByWords(encoder)
    if settings.reader is None:
        return by_words
    return WithSecondLook(by_words, Reader.load(settings.reader))
