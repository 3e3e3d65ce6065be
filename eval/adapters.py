"""Public question sets in the project's own form: documents to ingest, and cases to ask of them.

The sets lie beside the checkout (``../shared/cases``) and are never copied into it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import Case, Relevant
from eval.measures import DECLINES
from handbook.answer_records import Question, Status, Turn

_ROLES = {"user": "user", "agent": "assistant"}


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents by source id, and the cases that are asked of all of them together."""

    documents: dict[str, str]
    cases: tuple[Case, ...]

    def write(self, folder: Path) -> None:
        """Write the documents as a corpus without a manifest."""
        folder.mkdir(parents=True, exist_ok=True)
        for source, text in self.documents.items():
            (folder / f"{source}.txt").write_text(text, encoding="utf-8")


def doc2dial(folder: Path) -> Collection:
    """Doc2Dial (Feng et al. 2020): pages of public services, and each user's turn of a
    conversation with the span of the page that answers it. Its history runs newest turn first."""
    pages = json.loads((folder / "doc2dial-documents.json").read_text(encoding="utf-8"))
    documents = {_name(key): f"{_title(page)}\n\n{page['text']}" for key, page in pages.items()}
    cases = []
    for raw in _lines(folder / "doc2dial-questions.jsonl"):
        turns = list(reversed(list(_turns(raw["history"]))))
        cases.append(
            Case(
                case_id=raw["id"],
                question=Question(turns[-1].content, history=tuple(turns[:-1])),
                expect=frozenset({Status.ANSWERED, Status.PARTIAL}),
                relevant=tuple(Relevant(_name(raw["doc"]), t) for t in raw["answer_text"]),
                must_say=(),
                must_not_say=(),
                tags=("doc2dial", "follow-up" if len(turns) > 1 else "first turn"),
            )
        )
    return Collection(documents, tuple(cases))


def clapnq(folder: Path) -> Collection:
    """CLAP NQ (Rosenthal et al. 2024): real search questions, half answered by a passage, half
    with a passage that looks right and does not answer."""
    documents: dict[str, str] = {}
    cases = []
    for name in ("answerable", "unanswerable"):
        for number, raw in enumerate(_lines(folder / f"clapnq-{name}.jsonl")):
            passage = raw["passages"][0]
            source = f"{name}-{number:03d}"
            documents[source] = f"{passage['title']}\n\n{passage['text']}"
            cases.append(_clapnq_case(raw, source, answerable=name == "answerable"))
    return Collection(documents, tuple(cases))


def _clapnq_case(raw: dict[str, Any], source: str, *, answerable: bool) -> Case:
    if answerable:
        expect = frozenset({Status.ANSWERED, Status.PARTIAL})
        chosen = raw["output"][0].get("selected_sentences", [])
    else:
        expect = DECLINES
        chosen = []
    return Case(
        case_id=raw["id"],
        question=Question(raw["input"]),
        expect=expect,
        relevant=tuple(Relevant(source, sentence) for sentence in chosen),
        must_say=(),
        must_not_say=(),
        tags=("clapnq", "answerable" if answerable else "near miss"),
    )


def wice(folder: Path) -> Collection:
    """WiCE (Kamoi et al. 2023): claims, each with a text that supports it, supports a part of it,
    or does not. Its passages are third parties' text: it is measured with and never trained on."""
    documents: dict[str, str] = {}
    cases = []
    for number, raw in enumerate(_lines(folder / "wice-dev.jsonl")):
        source = f"claim-{number:03d}"
        documents[source] = "\n\n".join(raw["evidence"])
        supporting = sorted({n for group in raw["supporting_sentences"] for n in group})
        expect = {Status.ANSWERED, Status.PARTIAL} if supporting else DECLINES
        cases.append(
            Case(
                case_id=f"wice-{number:03d}",
                question=Question(raw["claim"]),
                expect=frozenset(expect),
                relevant=tuple(Relevant(source, raw["evidence"][n]) for n in supporting),
                must_say=(),
                must_not_say=(),
                tags=("wice", raw["label"].replace("_", " ")),
            )
        )
    return Collection(documents, tuple(cases))


def _lines(path: Path) -> Iterator[Any]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _turns(history: str) -> Iterator[Turn]:
    """The turns of a Doc2Dial history, newest first as they stand."""
    for part in re.split(r"\t(?=(?:user|agent):)", history):
        role, _, content = part.partition(":")
        yield Turn(_ROLES[role], content.strip())


def _name(key: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", key.lower()).strip("-")


def _title(page: dict[str, Any]) -> str:
    return re.sub(r"#\d+_\d+$", "", page["title"])
