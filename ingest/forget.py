"""A source erased from the data folder: text, vectors, images, caches and kept raw files.

A deleted row stays in a Chroma directory and may stay in a SQLite file, so nothing is deleted in
place. What remains is copied into a new catalogue; a new index directory is built from that copy
by a process that has never held the text, since Chroma writes memory that it has not cleared into
its files; and what was before is removed whole. Then every file is searched for the text.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook import added, feedback, gaps
from handbook.catalogue import FILE, Catalogue
from handbook.check import kept
from handbook.encoder import open_encoder
from handbook.errors import BuildError, HandbookError, ManifestError, SettingsError
from handbook.index import editions
from handbook.index.editions import Held, IndexEdition, sync_folder
from handbook.progress import progress_bar
from handbook.settings import ROOT, Settings
from ingest.assemble import assemble
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
        files = f" ({', '.join(self.documents)})" if self.documents else ""
        return f"{self.source_id} was erased{files}.\n{self.proof.sentence}"


def forget(settings: Settings, source_id: str) -> Erased:
    """Erase a source. SettingsError where nothing is held of it; BuilderBusy while another ingest
    works; BuildError where the new index fails its check, and nothing was erased."""
    with builder(settings.data):
        begun = _begun(settings.data)
        if begun and begun != source_id:
            _forget(settings, begun)
        return _forget(settings, source_id)


def finish(settings: Settings) -> None:
    """Go on with an erasure that was stopped half-way, if there is one; raises as ``forget``."""
    if begun := _begun(settings.data):
        forget(settings, begun)


def _begun(data: Path) -> str | None:
    """The source whose erasure was begun and not ended."""
    mark = _mark(data)
    return mark.read_text(encoding="utf-8") if mark.is_file() else None


def _mark(data: Path) -> Path:
    """The file that names the source whose erasure is under way."""
    return data / "forgetting"


def _forget(settings: Settings, source_id: str) -> Erased:
    before = editions.current(settings.data)
    mark = _mark(settings.data)
    fresh = settings.data / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    catalogue = Catalogue.open(settings.data)
    try:
        gone = _documents(catalogue, before, source_id)
        if not gone and not mark.is_file():
            raise SettingsError(f"Nothing is held of {source_id}; there are {_names(before)}.")
        editions.replace_text(mark, source_id)
        rest = [h for h in before.all() if h.edition.source_id != source_id]
        phrases = distinctive(catalogue, gone, rest)
        catalogue.copy_to(fresh, {h.document_id for h in rest}, source_id)
        _build_elsewhere(settings, source_id)
        catalogue.empty_journal()
    finally:
        catalogue.close()
    _replace_catalogue(settings.data, fresh)
    feedback.forget_source(settings.data, source_id)
    gaps.forget_source(settings.data, source_id)
    added.forget_source(settings.data, source_id)
    hashes = {h.sha256 for h in gone} - {h.sha256 for h in rest}
    kept.forget_source(settings.data, source_id, hashes)
    shutil.rmtree(settings.data / "cache", ignore_errors=True)
    sweep(settings, editions.current(settings.data), even_if_read=True)
    proof = search(settings.data, phrases, hashes, settings.chroma)
    mark.unlink()
    names = tuple(sorted({h.file_name for h in gone}))
    return Erased(source_id, names, proof, _still_listed(settings, source_id))


def _names(edition: IndexEdition) -> str:
    return ", ".join(sorted({h.edition.source_id for h in edition.all()})) or "no sources"


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
    return gone


def _build_elsewhere(settings: Settings, source_id: str) -> None:
    """Have ``main`` below build the new index in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "ingest.forget", source_id],
        cwd=ROOT,
        env=os.environ | settings.as_environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BuildError(done.stdout.strip() or "The new index could not be built; see above.")


def _replace_catalogue(data: Path, fresh: Path) -> None:
    """Put the new catalogue in the place of the old one, whose journal is empty: it would be
    taken for the new file's. Readers keep the old file open until their next question."""
    path = data / FILE
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
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


def main(settings: Settings, source_id: str) -> None:
    """Build an index edition without a source from the copied catalogue, and point to it."""
    before = editions.current(settings.data)

    def rest(held: Sequence[Held]) -> tuple[Held, ...]:
        return tuple(h for h in held if h.edition.source_id != source_id)

    readers = {s: role for s, role in (before.readers or {}).items() if s != source_id}
    plan = Plan(rest(before.documents), rest(before.past), {}, (), readers or None)
    catalogue = Catalogue.open_file(settings.data / f"{FILE}.new")
    encoder = open_encoder(settings.encoder, settings.encoder_key)
    try:
        with progress_bar() as progress:
            assemble(settings, catalogue, plan, encoder, progress)
    finally:
        catalogue.close()


if __name__ == "__main__":
    try:
        main(Settings.from_environment(), sys.argv[1])
    except HandbookError as error:
        sys.stdout.write(f"{error}\n")
        sys.exit(1)
