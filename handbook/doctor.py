"""What is wrong with an installation, and the mend of each fault."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.errors import HandbookError
from handbook.settings import Settings


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and what to do about it."""

    what: str
    mend: str


def examine(settings: Settings) -> list[Fault]:
    """Look at manifest, hashes, licences, replies, contacts, model and index."""
    return [
        *_corpus(settings.corpus),
        *_data_files(settings),
        *_index(settings),
    ]


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


def _data_files(settings: Settings) -> Iterator[Fault]:
    from handbook.danger import DangerSense
    from handbook.encoder import Encoder
    from handbook.glossary import Glossary
    from handbook.replies import Replies, read_contacts

    checks = (
        lambda: Replies.load(settings.prompts),
        lambda: read_contacts(settings.contacts),
        lambda: Glossary.load(settings.glossary),
        lambda: DangerSense.load(settings.prompts, Encoder.load(settings.model)),
    )
    for check in checks:
        try:
            check()
        except HandbookError as error:
            yield Fault(str(error), "Restore the file from the checkout.")
    if not settings.contacts.is_file():
        yield Fault(f"There is no contacts table at {settings.contacts}.", "Write one.")


def _index(settings: Settings) -> Iterator[Fault]:
    from handbook.encoder import Encoder
    from handbook.index import editions
    from ingest.manifest import list_corpus

    try:
        edition = editions.current(settings.data)
        if edition.encoder != Encoder.load(settings.model).fingerprint:
            yield Fault("The index was made by another encoder.", "Run `handbook ingest`.")
        held = {h.origin for h in edition.documents}
        for item in list_corpus(settings.corpus):
            if str(item.path.absolute()) not in held:
                yield Fault(f"{item.path.name} is not in the index.", "Run `handbook ingest`.")
    except HandbookError as error:
        yield Fault(str(error), "Run `handbook ingest`.")
