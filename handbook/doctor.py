"""What is wrong with an installation, and the mend of each fault."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.errors import HandbookError, VectorsAway
from handbook.settings import BUILT_IN_ENCODER, Settings

if TYPE_CHECKING:
    from ingest.manifest import Listed

_TRIED_BYTES = 4096
"""A file of nothing can be made on a disk that has no room."""
_SOUGHT = "child"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and what to do about it."""

    what: str
    mend: str
    wrong: bool = True
    """False where everything works and a person has still something to do."""


def examine(settings: Settings) -> list[Fault]:
    """Look at manifest, hashes, licences, digests, replies, contacts, model and index."""
    return [
        *_corpus(settings.corpus),
        *_digests(settings.corpus),
        *_data_files(settings),
        *_overdue(settings.prompts),
        *_data_folder(settings.data),
        *_index(settings),
        *_erasure(settings.data),
        *_language_model(settings),
        *_vectors(settings),
    ]


def reminders(settings: Settings) -> list[Fault]:
    """What works, and is still to be done by a person before others rely on it."""
    from handbook.replies import FILE, Replies
    from handbook.sign_off import lacking

    try:
        what = lacking(Replies.load(settings.prompts))
    except HandbookError:
        return []  # examine says what is wrong with the replies
    mend = (
        f"Have a safeguarding lead read them, then put owner and review_by into [review] of "
        f"{settings.prompts / FILE}, and the day into checked_on of each."
    )
    return [Fault(what, mend, wrong=False)] if what else []


def _corpus(folder: Path) -> Iterator[Fault]:
    from ingest.manifest import file_hash, list_corpus

    try:
        listed = list_corpus(folder)
    except HandbookError as error:
        yield Fault(str(error), "Correct the manifest, or point HANDBOOK_CORPUS elsewhere.")
        return
    sources = {item.source_id for item in listed}
    for item in listed:
        name = item.path.name
        series = item.edition.series if item.edition else None
        if series and series not in sources:
            yield Fault(f"{name} names the series {series!r}, which is no source.", "Name one.")
        if not item.path.is_file():
            yield Fault(f"{name} is in the manifest and not in {folder}.", "Put it back.")
            continue
        if item.sha256 and item.sha256 != file_hash(item.path):
            yield Fault(f"{name} has another SHA-256 than the manifest says.", "Correct either.")
        if item.edition and item.edition.licence == "not stated":
            yield Fault(f"{name} has no licence.", "State its SPDX licence in the manifest.")
        if item.edition and item.edition.effective is None:
            yield Fault(f"{name} has no effective date.", "State it in the manifest.")


def _digests(folder: Path) -> Iterator[Fault]:
    from ingest.manifest import list_corpus

    try:
        listed = list_corpus(folder)
    except HandbookError:
        return  # _corpus says what is wrong with the manifest
    for item in listed:
        if item.edition and item.edition.digest and item.path.is_file():
            try:
                yield from _digest(item, folder / "records" / f"{item.source_id}.md")
            except HandbookError as error:
                yield Fault(str(error), "Correct the digest or its record.")


def _digest(item: Listed, record: Path) -> Iterator[Fault]:
    from ingest.digests import missing_sections, untraced

    name = item.path.name
    # A briefing keeps the panels of what it retells, a series its questions: no sections of ours.
    if item.edition and item.edition.kind not in ("briefing", "series"):
        for section in missing_sections(item.path):
            yield Fault(f"{name} has no section {section!r}.", "Write it; see corpus/README.md.")
    if not record.is_file():
        yield Fault(
            f"{name} is a digest and has no record at {record}.",
            "Write down where each statement comes from.",
        )
        return
    for statement in untraced(item.path, record):
        yield Fault(
            f"{record.name} has no row for a statement of {name}: {statement!r}.",
            "Write down where it comes from, or take it out of the digest.",
        )


def _data_files(settings: Settings) -> Iterator[Fault]:
    from handbook.check.tables import Tables
    from handbook.clashes import Clashes
    from handbook.contacts import wrong_contacts
    from handbook.danger import DangerSense
    from handbook.encoder import LocalEncoder
    from handbook.glossary import Glossary
    from handbook.make.confusions import Confusions
    from handbook.make.panels import load_panels
    from handbook.make.steps import load_steps
    from handbook.places import Places
    from handbook.replies import Replies
    from handbook.themes import Themes

    checks = (
        lambda: Replies.load(settings.prompts),
        lambda: Glossary.load(settings.glossary),
        lambda: Places.load(settings.glossary),
        lambda: Clashes.load(settings.glossary),
        lambda: Themes.load(settings.prompts),
        lambda: Tables.load(settings.prompts),
        lambda: load_panels(settings.prompts),
        lambda: load_steps(settings.prompts),
        lambda: Confusions.load(settings.prompts),
        lambda: DangerSense.load(
            settings.prompts, LocalEncoder.load(BUILT_IN_ENCODER), settings.data
        ),
    )
    for check in checks:
        try:
            check()
        except HandbookError as error:
            yield Fault(str(error), "Restore the file from the checkout.")
    if not settings.contacts.is_file():
        yield Fault(f"There is no contacts table at {settings.contacts}.", "Write one.")
        return
    try:
        for fault in wrong_contacts(settings.contacts):
            yield Fault(fault, f"Correct {settings.contacts}.")
    except HandbookError as error:
        yield Fault(str(error), "Restore the file from the checkout.")


def _overdue(prompts: Path) -> Iterator[Fault]:
    from handbook.replies import Replies

    try:
        overdue = Replies.load(prompts).overdue(date.today())
    except HandbookError:
        return  # _data_files says what is wrong with the replies
    for key, reply in overdue:
        yield Fault(
            f"The fixed reply {key!r} was to be read again by {reply.review_by}.",
            f"Have {reply.owner or 'its owner'} read it, then put a new date in review_by.",
        )


def _data_folder(data: Path) -> Iterator[Fault]:
    if not data.is_dir():
        return
    trial = data / f"doctor.{os.getpid()}.new"
    try:
        trial.write_bytes(bytes(_TRIED_BYTES))
    except OSError as error:
        yield Fault(
            f"{data} cannot be written ({error.strerror}).",
            "Make room, or give the folder back its rights. Until then what is indexed is read, "
            "and nothing is kept or changed.",
        )
    finally:
        with suppress(OSError):
            trial.unlink(missing_ok=True)


def _index(settings: Settings) -> Iterator[Fault]:
    from handbook.catalogue import FILE, Catalogue
    from handbook.encoder import open_encoder
    from handbook.index import editions
    from handbook.withdrawn import withdrawn
    from ingest.manifest import list_corpus
    from ingest.one_name import MEND, by_source, mistaken

    try:
        edition = editions.current(settings.data)
        if edition.encoder != open_encoder(settings.encoder, settings.encoder_key).fingerprint:
            yield Fault("The index was made by another encoder.", "Run `handbook ingest`.")
        with closing(Catalogue.open_to_read(settings.data)) as catalogue:
            edition.look_for(set(catalogue.document_ids()), settings.data / FILE)
        held = {h.origin: h for h in edition.documents if h.gone is None}
        out = withdrawn(settings.data)
        listed = list_corpus(settings.corpus)
        for item in listed:
            if item.source_id not in out and item.origin not in held:
                yield Fault(f"{item.path.name} is not in the index.", "Run `handbook ingest`.")
        sources = by_source(held.values())
        undeclared = [held[i.origin] for i in listed if i.edition is None and i.origin in held]
        for wrong in {mistaken(h, sources[h.edition.source_id]): None for h in undeclared}:
            if wrong:
                yield Fault(wrong, MEND)
    except HandbookError as error:
        yield Fault(str(error), "Run `handbook ingest`.")


def _erasure(data: Path) -> Iterator[Fault]:
    from handbook.erased import unproved
    from handbook.forgetting import begun

    try:
        not_proved = unproved(data)
    except HandbookError as error:
        not_proved = {}
        yield Fault(str(error), "Do as it says.")
    for source_id, left in not_proved.items():
        where = f": its text stands, or may stand, in {', '.join(left)}" if left else " yet"
        first = "Look into it, delete or move it or make it readable, and run" if left else "Run"
        yield Fault(
            f"The erasure of {source_id} is not proved{where}.",
            f"{first} `handbook forget {source_id}`.",
        )
    try:
        under_way = begun(data)
    except HandbookError as error:
        yield Fault(str(error), "Do as it says.")
        return
    if under_way:
        source_id = under_way.source_id
        yield Fault(
            f"The erasure of {source_id} has begun and is not at its end; the next ingest goes on "
            "with it.",
            f"Run `handbook forget {source_id}`.",
        )


def _language_model(settings: Settings) -> Iterator[Fault]:
    from handbook.pointing.consultation import LanguageModel
    from handbook.pointing.point import trial

    try:
        model = LanguageModel.of(settings)
    except HandbookError as error:
        yield Fault(str(error), "Restore the file from the checkout.")
        return
    if model and (why := trial(model)):
        yield Fault(why, "Mend its server; until then every answer is made without it.")


def _vectors(settings: Settings) -> Iterator[Fault]:
    from handbook.encoder import open_encoder
    from handbook.index import editions
    from handbook.index.chroma import Place
    from handbook.index.vectors import VectorIndex
    from handbook.index.views import parts

    try:
        edition = editions.current(settings.data)
        [vector] = open_encoder(settings.encoder, settings.encoder_key).encode([_SOUGHT])
    except HandbookError:
        return  # _index says what is wrong with them
    if edition.on_server != (settings.chroma is not None):
        yield Fault(
            "The vectors of the index are not where HANDBOOK_CHROMA says.", "Run `handbook ingest`."
        )
        return
    for part in parts(edition):
        place = Place.of(settings.data, edition.edition_id, settings.chroma, part)
        try:
            with closing(VectorIndex(place)) as index:
                index.search(vector, 1)
        except VectorsAway as error:
            yield Fault(str(error), "Until then questions are answered by words alone, and say so.")
