"""A source erased from the data folder: text, vectors, images, caches, raw files that were kept,
added or fetched, and evaluation runs that quote it.

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from handbook import added, erased, feedback, forgetting, gaps
from handbook.catalogue import FILE, Catalogue
from handbook.check import kept
from handbook.encoder import open_encoder
from handbook.errors import (
    BuildError,
    HandbookError,
    IndexMissing,
    IndexStale,
    ManifestError,
    SettingsError,
    not_written,
)
from handbook.forgetting import Begun
from handbook.index import editions
from handbook.index.editions import Held, IndexEdition, sync_folder
from handbook.progress import nobody, progress_bar
from handbook.runs import forget as runs
from handbook.settings import ROOT, Settings
from ingest.assemble import assemble
from ingest.files import sweep
from ingest.lock import builder
from ingest.manifest import file_hash, list_corpus
from ingest.plan import Plan
from ingest.proof import Proof, distinctive, search
from ingest.sync.forget import files_of, still_fetched
from ingest.sync.turn import fetching_alone


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased, and how far it is proved."""

    source_id: str
    documents: tuple[str, ...]
    """The files that documents of the source were read from."""
    proof: Proof
    still_listed: tuple[str, ...]
    """Files of the source that the corpus still lists: the next ingest would bring them back."""
    runs: tuple[str, ...] = ()
    """The evaluation runs that quoted it, which went with it."""
    still_fetched: str | None = None
    """The publication of the manifest that leads to it; a sync passes it over."""

    @property
    def proved(self) -> bool:
        """Whether every file could be searched and nothing of the source was found."""
        return not self.proof.found and not self.proof.unread

    @property
    def sentence(self) -> str:
        """The outcome for a reader."""
        files = f" ({', '.join(self.documents)})" if self.documents else ""
        said = [f"{self.source_id} was erased{files}.", self.proof.sentence]
        if self.runs:
            said.append(f"Evaluation runs that quoted it went with it: {', '.join(self.runs)}.")
        if self.still_fetched:
            said.append(
                f"The manifest still has the publication {self.still_fetched}, which leads to it: "
                "take it out there, or leave_out its address; until then `handbook sync` passes it "
                "over."
            )
        if not self.proved:
            said.append(
                "Until then the erasure is not proved, and `handbook doctor` says so; then run "
                f"`handbook forget {self.source_id}` again."
            )
        return "\n".join(said)


Noted = Callable[[str], None]
Finished = Callable[[Erased], None]
"""Called with an erasure that was stopped half-way and is at its end now: nobody waits for what
came of it any more, and its proof may have failed."""


def forget(
    settings: Settings, source_id: str, finished: Finished = nobody, noted: Noted = nobody
) -> Erased:
    """Erase a source; that of another one which was stopped half-way is finished first, and
    ``finished`` hears of it. ``noted`` is called before anything is changed, and not for a name
    of which nothing is held: it may be anybody's.

    SettingsError where nothing is held of it; BuilderBusy while another ingest or a sync works;
    BuildError where the new index fails its check, and nothing was erased, or where the erasure
    stopped half-way, which the sentence says."""
    with fetching_alone(settings.data), builder(settings.data):
        begun = forgetting.begun(settings.data)
        if begun and begun.source_id != source_id:
            finished(_forget(settings, begun.source_id))
        return _forget(settings, source_id, noted)


def finish(settings: Settings, finished: Finished) -> str | None:
    """Go on with an erasure that was stopped half-way; raises as ``forget``. Gives the id of its
    source, None where there is no such erasure, or no index can be read to go on from: call it
    again once there is one."""
    begun = forgetting.begun(settings.data)
    if begun is None:
        return None
    try:
        editions.current(settings.data)
    except (IndexMissing, IndexStale):
        return None
    finished(forget(settings, begun.source_id))
    return begun.source_id


def _forget(settings: Settings, source_id: str, noted: Noted = nobody) -> Erased:
    data = settings.data
    before, begun = editions.current(data), forgetting.begun(data)
    (data / f"{FILE}.new").unlink(missing_ok=True)
    fetched = files_of(data, source_id)
    with closing(Catalogue.open(data)) as catalogue:
        gone = _documents(catalogue, before, source_id)
        left = erased.unproved(data).get(source_id)
        if not gone and not fetched and not begun and left is None:
            raise SettingsError(
                f"Nothing is held of a source of this name; there are {_names(before)}."
            )
        noted(source_id)
        rest = [h for h in before.all() if h.edition.source_id != source_id]
        phrases = distinctive(catalogue, gone, rest)
        with _faults(settings, source_id, before, begun):
            hashes = {h.sha256 for h in gone} | set(map(file_hash, fetched))
            hashes = (hashes | set(begun.hashes if begun else ())) - {h.sha256 for h in rest}
            forgetting.begin(data, source_id, hashes)
            catalogue.copy_to(data / f"{FILE}.new", {h.document_id for h in rest}, source_id)
            _build_elsewhere(settings, source_id)
            catalogue.empty_journal()
    with _faults(settings, source_id, before, begun):
        erased.note_erased(data, source_id)
        quoting = _remove(settings, source_id, hashes, phrases)
        proof = search(data, phrases, hashes, settings.chroma, left or ())
        erased.note_proof(data, source_id, (*proof.found, *proof.unread))
        forgetting.end(data)
    names = tuple(sorted({h.file_name for h in gone} | {path.name for path in fetched}))
    listed = _still_listed(settings, source_id)
    return Erased(
        source_id, names, proof, listed, quoting, still_fetched(settings.corpus, source_id)
    )


@contextmanager
def _faults(
    settings: Settings, source_id: str, before: IndexEdition, begun: Begun | None
) -> Iterator[None]:
    """Say of a fault how far the erasure came. One that has changed nothing is not gone on with,
    since whoever asked for it was told that it failed."""
    data = settings.data
    try:
        yield
    except (OSError, HandbookError) as error:
        why = not_written(data, error) if isinstance(error, OSError) else error
        if begun is None and editions.pointed(data) == before.edition_id:
            forgetting.end(data)
            raise BuildError(f"{why} Nothing of {source_id} was erased.") from error
        raise BuildError(
            f"{why} The erasure of {source_id} has begun and is not at its end: mend that, and run "
            f"`handbook forget {source_id}` again; the next `handbook ingest` goes on with it too."
        ) from error


def _remove(
    settings: Settings, source_id: str, hashes: set[str], phrases: Sequence[str]
) -> tuple[str, ...]:
    """Remove what held the source before the new index; returns the runs that quoted it."""
    data = settings.data
    # The old catalogue alone tells which phrases to look for, so it goes after what they find: an
    # erasure that is stopped before that can look for them again.
    feedback.forget_source(data, source_id, phrases)
    gaps.forget_source(data, source_id, phrases)
    kept.forget_source(data, source_id, hashes)
    quoting = runs.forget_source(data, source_id, phrases)
    added.forget_source(data, source_id)
    for path in files_of(data, source_id):
        path.unlink(missing_ok=True)
    _replace_catalogue(data, data / f"{FILE}.new")
    shutil.rmtree(data / "cache", ignore_errors=True)
    sweep(settings, editions.current(data), even_if_read=True)
    return quoting


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
