"""Our own training questions, worded as practitioners type them, with the passages they are about.

``questions.jsonl`` names each passage by the hash of its folded text, so that no publication's
words are kept here; the passages are read out of handbooks ingested beforehand.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "models")]

from handbook.book import Handbook  # noqa: E402
from handbook.cite import quote  # noqa: E402
from handbook.domain import Passage, Unit  # noqa: E402
from handbook.encoder import LocalEncoder  # noqa: E402
from handbook.evidence import with_lead_in  # noqa: E402
from handbook.settings import BUILT_IN_ENCODER, Settings  # noqa: E402
from ingest.assemble import encoded  # noqa: E402

NEAR_RANKS = slice(1, 16)
"""Of the passages nearest to a question by the encoder, those taken as near misses."""
SURELY_LESS = 0.95
"""A near one counts as no answer only if its cosine is below this share of the answer's: what is
nearer may answer too (Moreira and others 2024)."""
HELD_OUT_SHARE = 0.08


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of a handbook."""

    key: str
    source: str
    ordinal: int
    headline: str
    sentences: tuple[str, ...]
    """As they are quoted, a list item after its lead-in; one that only introduces a list is
    empty."""
    lead_ins: tuple[int | None, ...]
    """For each sentence the number of its lead-in."""
    text: str
    """What stands for it in the dense index."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question; no sentences where the passage looks right and does not answer."""

    question: str
    place: Place
    sentences: frozenset[int]
    near: tuple[Place, ...]
    """Other passages that look right and do not answer."""


def own_questions(path: Path, folders: Sequence[Path]) -> list[Asked]:
    """The questions whose passages are held in some ingested handbooks."""
    known = places(folders)
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [r for r in rows if r["passage"] in known]
    near = _near(rows, list(known.values()))
    return [
        Asked(
            r["question"],
            known[r["passage"]],
            answering(known[r["passage"]], r["sentences"]),
            others,
        )
        for r, others in zip(rows, near, strict=True)
    ]


def places(folders: Sequence[Path]) -> dict[str, Place]:
    """Every passage of some ingested handbooks, by key."""
    found: dict[str, Place] = {}
    for folder in folders:
        book = Handbook.open(Settings.from_environment({"HANDBOOK_DATA": str(folder)}))
        for held in book.opened().edition.documents:
            units = book.units(held.document_id)
            for p in book.catalogue.passages_of(held.document_id):
                title, source = held.edition.title, held.edition.source_id
                key = key_of(source, p.text)
                found[key] = Place(
                    key,
                    source,
                    p.ordinal,
                    " > ".join(dict.fromkeys((title, *p.headings))),
                    tuple(_quoted(p, units)),
                    tuple(s.lead_in for s in p.sentences),
                    encoded(held.edition, p),
                )
        book.close()
    return found


def _quoted(passage: Passage, units: Sequence[Unit]) -> Iterator[str]:
    for sentence in passage.sentences:
        text = quote(units, with_lead_in(passage, sentence, units))
        yield "" if text.endswith(":") else text


def key_of(source: str, text: str) -> str:
    """The name of a passage: of its source and the letters and digits of its text."""
    folded = "".join(c for c in text.lower() if c.isalnum())
    return hashlib.sha256(f"{source}\n{folded}".encode()).hexdigest()[:16]


def is_held_out(asked: Asked) -> bool:
    """Whether a question is kept for development: all of a run of a dozen passages, or none."""
    run = f"{asked.place.source} {asked.place.ordinal // 12}"
    return hashlib.sha256(run.encode()).digest()[0] < 256 * HELD_OUT_SHARE


def answering(place: Place, numbers: Sequence[int]) -> frozenset[int]:
    """The sentences that answer, of ``numbers`` counted from one; where one only introduces a
    list, the list's items."""
    chosen = {number - 1 for number in numbers}
    items = {n for n, lead_in in enumerate(place.lead_ins) if lead_in in chosen}
    return frozenset(n for n in chosen | items if place.sentences[n])


def _near(rows: Sequence[dict[str, str]], known: Sequence[Place]) -> Iterator[tuple[Place, ...]]:
    """For each question its near misses by the encoder, and the neighbours of its passage."""
    encoder = LocalEncoder.load(BUILT_IN_ENCODER)
    stored = encoder.encode([p.text for p in known])
    asked = encoder.encode([r["question"] for r in rows])
    row_of = {p.key: n for n, p in enumerate(known)}
    for row, scores in zip(rows, asked @ stored.T, strict=True):
        own = row_of[row["passage"]]
        answers = {r["passage"] for r in rows if r["question"] == row["question"]}
        ranked = [
            n for n in np.argsort(-scores)[NEAR_RANKS] if scores[n] < SURELY_LESS * scores[own]
        ]
        beside = [n for n in (own - 1, own + 1) if 0 <= n < len(known)]
        beside = [n for n in beside if known[n].source == known[own].source]
        numbers = dict.fromkeys(int(n) for n in (*ranked, *beside))
        yield tuple(
            known[n]
            for n in numbers
            if known[n].key not in answers and not _alike(known[n], known[own])
        )


def _alike(one: Place, other: Place) -> bool:
    """The same passage in another edition, or nearly."""
    mine, theirs = set(one.text.lower().split()), set(other.text.lower().split())
    return len(mine & theirs) > 0.8 * len(mine | theirs)
