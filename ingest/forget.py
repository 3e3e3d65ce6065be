"""A source erased from the data folder: text, vectors, images, caches and kept raw files.

A deleted row stays in a Chroma directory and may stay in a SQLite file, so nothing is deleted in
place: a fresh index directory is built without the source, the catalogue is written anew into
another file, and what was before is removed whole. Then every file is searched for the text.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.catalogue import FILE, Catalogue
from handbook.encoder import Encoder
from handbook.errors import ManifestError, SettingsError
from handbook.index import editions
from handbook.index.editions import Held, IndexEdition, sync_folder
from handbook.settings import Settings
from ingest.assemble import Progress, assemble
from ingest.files import sweep
from ingest.lock import builder
from ingest.manifest import list_corpus
from ingest.plan import Plan
from ingest.proof import Proof, distinctive, search


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, and how far it is proved."""

    source_id: str
    documents: tuple[str, ...]
    """The files that documents of the source were read from."""
    proof: Proof
    still_listed: tuple[str, ...]
    """Files of the source that the corpus still lists: the next ingest would bring them back."""

    @property
    def proved(self) -> bool:
        """Whether nothing of the source was found."""
        return not self.proof.found

    @property
    def sentence(self) -> str:
        """The outcome for a reader."""
        return f"{self.source_id} was erased ({', '.join(self.documents)}).\n{self.proof.sentence}"


def forget(settings: Settings, source_id: str, *, progress: Progress) -> Erased:
    """Erase a source. SettingsError where nothing is held of it; BuilderBusy while another ingest
    works; BuildError where the new index fails its check, and nothing was erased."""
    with builder(settings.data):
        before = editions.current(settings.data)
        catalogue = Catalogue.open(settings.data)
        try:
            gone = _documents(catalogue, before, source_id)
            rest = [h for h in before.all() if h not in gone]
            samples = distinctive(catalogue, gone, rest)
            hashes = {h.sha256 for h in gone} - {h.sha256 for h in rest}
            plan = _plan_without(before, source_id)
            encoder = Encoder.load(settings.model)
            after = assemble(settings.data, catalogue, plan, encoder, progress)
            catalogue.keep_only({h.document_id for h in after.all()})
            catalogue.drop_receipts(source_id)
            _rewrite(settings.data, catalogue)
        finally:
            catalogue.close()
        shutil.rmtree(settings.data / "cache", ignore_errors=True)
        sweep(settings.data, after, even_if_read=True)
        proof = search(settings.data, samples, hashes)
    names = tuple(sorted({h.file_name for h in gone}))
    return Erased(source_id, names, proof, _still_listed(settings, source_id))


def _documents(catalogue: Catalogue, before: IndexEdition, source_id: str) -> list[Held]:
    """What is held of the source, and what an erasure that was killed has left of it."""
    gone = [h for h in before.all() if h.edition.source_id == source_id]
    named = {h.document_id for h in before.all()}
    for document_id in catalogue.document_ids():
        edition = catalogue.edition(document_id)
        if document_id not in named and edition.source_id == source_id:
            receipt = catalogue.receipt(document_id)
            name = receipt.file if receipt else source_id
            gone.append(Held(document_id, name, "", "", edition))
    if not gone:
        known = ", ".join(sorted({h.edition.source_id for h in before.all()}))
        raise SettingsError(f"Nothing is held of {source_id}; there are {known or 'no sources'}.")
    return gone


def _plan_without(before: IndexEdition, source_id: str) -> Plan:
    def rest(held: Sequence[Held]) -> tuple[Held, ...]:
        return tuple(h for h in held if h.edition.source_id != source_id)

    return Plan(rest(before.documents), rest(before.past), {}, ())


def _rewrite(data: Path, catalogue: Catalogue) -> None:
    """Write the catalogue anew and put it in the place of the old file, whose journal is emptied
    first: it would be taken for the new file's.

    Readers keep the old file open until they follow the pointer, which has flipped already.
    """
    path, fresh = data / FILE, data / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    catalogue.copy_to(fresh)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    catalogue.empty_journal()
    catalogue.close()
    os.replace(fresh, path)
    for journal in ("-wal", "-shm"):
        path.with_name(FILE + journal).unlink(missing_ok=True)
    sync_folder(data)


def _still_listed(settings: Settings, source_id: str) -> tuple[str, ...]:
    try:
        listed = list_corpus(settings.corpus)
    except ManifestError:
        return ()
    return tuple(item.path.name for item in listed if item.source_id == source_id)
