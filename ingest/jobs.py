"""From listed files to jobs: what each file's bytes are, and what it would be read as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handbook.receipt import Receipt
from ingest.document import document_id
from ingest.manifest import Listed, file_hash


@dataclass(frozen=True, slots=True)
class Job:
    """A file to hold in the index. ``key`` is the id of the document that reading it gives."""

    listed: Listed
    sha256: str
    key: str

    @property
    def source_id(self) -> str:
        """The source that the file is an edition of."""
        return self.listed.source_id

    @property
    def origin(self) -> str:
        """Where the corpus has the file."""
        return self.listed.origin


@dataclass(frozen=True, slots=True)
class Failure:
    """A listed file that cannot be ingested, and why."""

    listed: Listed
    why: str

    @property
    def receipt(self) -> Receipt:
        """The receipt that says so."""
        return Receipt(self.listed.path.name, self.listed.source_id, "failed", error=self.why)


def find_jobs(files: Sequence[Listed]) -> tuple[list[Job], list[Failure]]:
    """The files that are what they are said to be; and of the others, what is wrong."""
    jobs: dict[str, Job] = {}
    failures: list[Failure] = []
    for listed in files:
        name = listed.path.name
        try:
            sha256 = file_hash(listed.path)
        except OSError as error:
            failures.append(Failure(listed, f"{listed.path} cannot be opened: {error}."))
            continue
        if listed.sha256 and listed.sha256 != sha256:
            why = (
                f"{name} is not the file that the manifest describes: its SHA-256 is {sha256}; "
                "correct the manifest, or put the right file back."
            )
            failures.append(Failure(listed, why))
            continue
        key = document_id(sha256, listed.path, listed.source_id, listed.edition)
        jobs[listed.origin] = Job(listed, sha256, key)
    return list(jobs.values()), failures
