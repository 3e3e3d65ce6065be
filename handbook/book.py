"""One handbook, opened: every front door (page, command line, evaluation) goes through it."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from handbook import answer as answering
from handbook.access.roles import Role
from handbook.answer import Told
from handbook.answer_records import Answer, Hit, Notice, Question
from handbook.apart import apart
from handbook.catalogue import Catalogue
from handbook.cite import verify
from handbook.clashes import Clashes
from handbook.contacts import read_contacts
from handbook.danger import DangerSense
from handbook.domain import ReviewQuestion, Unit
from handbook.encoder import Encoder, built_in, open_encoder
from handbook.errors import HandbookError, RequestError, SettingsError, no_longer_held
from handbook.feedback import Verdict, feedback_on, keep_feedback
from handbook.following import Following
from handbook.gaps import note_gap
from handbook.glossary import Glossary
from handbook.index import editions
from handbook.index.editions import Held, Standing
from handbook.index.vectors import KeptEmbedding
from handbook.judge import ByWords, Judge, WithSecondLook
from handbook.opened import Opened, Opener
from handbook.personal.asked import masked
from handbook.personal.mask import Masked, Masker
from handbook.places import Places
from handbook.pointing.consultation import Consultation, LanguageModel
from handbook.progress import nobody
from handbook.query import Query, queries
from handbook.reader import Reader
from handbook.receipt import Receipt
from handbook.remembering import RememberingEncoder
from handbook.replies import Replies
from handbook.review import asks_for_learning, is_named
from handbook.settings import Settings
from handbook.watched import Watch, unwatched

_TRIED = "child"
_RECORD = "This looks like a record; search for a few words of the topic."


class Handbook:
    """The read path, as a role may read it. Follows the pointer: a new index edition is used
    without a restart."""

    def __init__(self, settings: Settings, catalogue: Catalogue, encoder: Encoder) -> None:
        self.settings = settings
        self.encoder = RememberingEncoder(encoder)
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
        opener = Opener(settings, encoder, self.built_in, self.glossary, self.places, self.contacts)
        self._following = Following(opener, catalogue, encoder)
        self.watch: Watch = unwatched
        self.role = settings.read_as

    @classmethod
    def open(cls, settings: Settings) -> Handbook:
        """Open what the pointer names; IndexMissing or IndexStale say what to do instead."""
        editions.current(settings.data)
        encoder = open_encoder(settings.encoder, settings.encoder_key)
        book = cls(settings, Catalogue.open_to_read(settings.data), encoder)
        book.opened()
        return book

    def seen_by(self, role: Role) -> Handbook:
        """The handbook as a role may read it, and no more than this one: whoever is given it can
        reach no source that the role may not read. What is open is shared; where there is no such
        source, all of it."""
        seen = copy.copy(self)
        seen.role = role if self.role.may(role) else self.role
        return seen

    def opened(self) -> Opened:
        """The current index edition, as far as the role may read it."""
        return self._following.opened(self.role)

    @property
    def reads_all(self) -> bool:
        """Whether there is no source that is hidden from the role."""
        return not self.opened().hidden

    @property
    def catalogue(self) -> Catalogue:
        """The documents that are held, as far as the role may read them."""
        return self._at_hand().catalogue

    @property
    def embedding(self) -> KeptEmbedding:
        """The encoder with the vectors that are kept."""
        return self._at_hand().embedding

    def _at_hand(self) -> Opened:
        return self._following.at_hand(self.role) or self.opened()

    def try_index(self) -> None:
        """IndexMissing, IndexStale or StoreError where a question could not be searched for."""
        [vector] = self.encoder.encode([_TRIED])
        self._following.reached(lambda: self.opened().retriever.nearest(vector))
        self.opened().retriever.lexical.search([_TRIED], 1)

    @property
    def masker(self) -> Masker:
        """Takes personal details out of what is typed. With no index open it knows of no pseudonym
        and masks the more."""
        opened = self._following.at_hand(self.role)
        return opened.masker if opened else Masker()

    def ask(self, question: Question, told: Told = nobody) -> Answer:
        """Answer one question; a fault that can be named becomes an answer of status failed.
        ``told`` hears of each step as it begins.

        A question that was under way while the index was taken away is asked again.
        """
        model = self.language_model
        consulted = Consultation(model) if model else None
        return self.watch(lambda hear: self._ask(question, hear, consulted), told)

    def ask_by_rules(self, question: Question) -> Answer:
        """The answer as it is with no language model: for what the program asks of itself."""
        return self._ask(question, nobody, None)

    def _ask(self, question: Question, told: Told, consulted: Consultation | None) -> Answer:
        before = editions.pointed(self.settings.data)
        try:
            return self._following.reached(lambda: answering.ask(self, question, told, consulted))
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
        are meant to find reviews and do not say so. See ``find``."""
        return self.find(Question(query, area, as_of), count, learning=learning)

    def search_masked(
        self, words: Masked, count: int, area: str | None = None, as_of: date | None = None
    ) -> list[Hit]:
        """The same for words whose personal details have been taken out, for whoever tells which
        they were."""
        if not words.text:
            raise RequestError(_RECORD)
        return self._found(Question(words.text, area, as_of), count, learning=False)

    def find(self, question: Question, count: int, *, learning: bool = False) -> list[Hit]:
        """The best passages for the first part of a question, earlier turns among it; RequestError
        for a pasted record, QuoteError where a passage does not stand in the store."""
        asked = masked(self.masker, question)
        if question.text.strip() and not asked.text:
            raise RequestError(_RECORD)
        return self._found(asked, count, learning=learning)

    def _found(self, asked: Question, count: int, *, learning: bool) -> list[Hit]:
        def search() -> list[Hit]:
            opened = self.opened()
            query = queries(self, opened, asked)[0]
            hits = self.hits(opened, query, asked, count, learning=learning)
            for hit in hits:
                passage = hit.passage
                units = self.units(passage.document_id)
                verify(units, passage.text, passage.spans, hit.edition.title)
            return hits

        return self._following.reached(search)

    def hits(
        self,
        opened: Opened,
        query: Query,
        question: Question,
        count: int,
        *,
        learning: bool = False,
    ) -> list[Hit]:
        """The best passages for a part of a question, each in the parts that hold for the area."""
        allowed = self.answering(question.text, question.as_of)
        found = opened.retriever.search(
            query.words,
            query.vector,
            allowed,
            query.area,
            count,
            query.same,
            query.taken_over,
            query.pieces,
            learning=learning or asks_for_learning(allowed, question.text),
        )
        return list(apart(opened.catalogue, found, query.area))[:count]

    def answering(self, text: str, as_of: date | None) -> dict[str, Held]:
        """The documents in force; what is made up for demonstration only where it is named."""
        held = self.opened().edition.in_force(as_of)
        return {
            key: h
            for key, h in held.items()
            if not h.edition.demonstration or is_named(h.edition, text)
        }

    def units(self, document_id: str) -> Sequence[Unit]:
        """The stored text of a document, unit by unit. StoreError where it is not held: nobody is
        to take one that went meanwhile for one that says nothing."""
        catalogue = self.catalogue
        units = catalogue.units(document_id)
        if not units and not catalogue.holds(document_id):
            raise no_longer_held(document_id)
        return units

    def held(self, document_id: str) -> Held | None:
        """What is known of a document, also of one that no longer answers."""
        return self.opened().find(document_id)

    def standing(self, document_id: str) -> Standing | None:
        """Whether a document is current, superseded or withdrawn; None for one never held."""
        opened = self.opened()
        held = opened.find(document_id)
        return opened.edition.standing(held) if held else None

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
        held = self.opened().edition.in_force(None).values()
        return [h for h in held if h.edition.is_learning or h.document_id in asking]

    def review_questions(self) -> list[tuple[Held, ReviewQuestion]]:
        """All review questions of the editions in force."""
        opened = self.opened()
        held = opened.edition.in_force(None)
        return [(h, q) for key, h in held.items() for q in opened.asked.get(key, ())]

    def close(self) -> None:
        """Give back files and memory."""
        self._following.close()


def _judge(settings: Settings, encoder: Encoder) -> Judge:
    by_words = ByWords(encoder)
    if settings.reader is None:
        return by_words
    return WithSecondLook(by_words, Reader.load(settings.reader))
