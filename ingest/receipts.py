"""The receipts of an ingest: what was seen of each file, and what became of it among the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from handbook.access.roles import Role
from handbook.catalogue import Catalogue
from handbook.index.editions import Held
from handbook.receipt import Receipt
from ingest.jobs import Job
from ingest.links import Targets
from ingest.one_name import MEND, by_source, mistaken
from ingest.plan import Plan
from ingest.receipt import with_links


@dataclass(frozen=True, slots=True)
class _Beside:
    """The listed documents that everybody may read who may read a source of some role."""

    targets: Targets
    texts: dict[str, set[str]]
    """The files of each text, by its hash."""

    @classmethod
    def of(cls, catalogue: Catalogue, listed: Collection[Held]) -> _Beside:
        texts: dict[str, set[str]] = {}
        for held in listed:
            texts.setdefault(catalogue.text_hash(held.document_id), set()).add(held.file_name)
        return cls(Targets.of(held.edition for held in listed), texts)


def receipts_of(catalogue: Catalogue, jobs: Sequence[Job], plan: Plan) -> list[Receipt]:
    """A receipt for each file that could be read. It names no source that somebody who may read
    the receipt may not read."""
    listed = plan.listed
    least = {
        h.origin: (plan.readers or {}).get(h.edition.source_id, Role.READER)
        for h in listed.values()
    }
    beside = {
        role: _Beside.of(catalogue, [h for h in listed.values() if role.may(least[h.origin])])
        for role in set(least.values())
    }
    sources = by_source(listed.values())
    return [
        _receipt(catalogue, job, held, plan, beside[least[job.origin]], sources[job.source_id])
        for job in jobs
        for held in (listed[job.origin],)
    ]


def _receipt(
    catalogue: Catalogue,
    job: Job,
    held: Held,
    plan: Plan,
    beside: _Beside,
    same_source: Sequence[Held],
) -> Receipt:
    seen = catalogue.receipt(held.document_id) or Receipt(job.listed.path.name, "", "")
    same = beside.texts[catalogue.text_hash(held.document_id)] if seen.passages else set()
    wrong = None if job.listed.edition else mistaken(held, same_source)
    return replace(
        with_links(seen, beside.targets),
        warnings=(*seen.warnings, *([f"{wrong} {MEND}"] if wrong else ())),
        file=job.listed.path.name,
        source_id=job.source_id,
        document_id=held.document_id,
        outcome=plan.outcomes[job.origin],
        same_text_as=tuple(sorted(same - {held.file_name})),
    )
