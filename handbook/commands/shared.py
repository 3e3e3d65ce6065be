"""What several commands use: the JSON form, and a question from its options."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from handbook.domain import AREAS
from handbook.errors import CaseError, SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.answer_records import Question
    from handbook.book import Handbook
    from handbook.export.quoted import AddressOf

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
AREA_HELP = "one of " + ", ".join(AREAS)


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option that prints the record instead of text."""
    parser.add_argument("--json", action="store_true", help="print the record")


def add_by(parser: argparse.ArgumentParser) -> None:
    """The option by which the page says whose doing it is."""
    parser.add_argument(
        "--by", metavar="NAME", help="whom the audit trail names, if not the user of this machine"
    )


def audited(settings: Settings, by: str | None, what: str, *things: str) -> None:
    """Have the audit trail say what is set going, by whom if not by the user of this machine;
    SettingsError where it cannot."""
    noted(settings.data, by, what, *things)


def noted(data: Path, by: str | None, what: str, *things: str) -> None:
    """The same of a data folder."""
    from handbook.audit import note, user_of_this_machine

    note(data, by or user_of_this_machine(), what, *things)


def say_words_alone(book: Handbook) -> None:
    """Tell whoever runs a command why the vectors are away, and what to do, if they are."""
    if away := book.opened().away:
        print(f"handbook: {away} Found by words alone.", file=sys.stderr)


def print_json(record: object) -> None:
    """A record on standard output."""
    print(json.dumps(record, ensure_ascii=False, indent=1, default=str))


def day(text: str, option: str) -> date:
    """A date given to an option; SettingsError where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SettingsError(f"{option} is no date; give one as 2025-09-01.") from error


def address_on(settings: Settings) -> AddressOf:
    """Whole addresses of quotations on the page that these settings serve."""
    from page.address import evidence_address

    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    base = f"http://{host}:{settings.port}"
    return lambda document_id, spans: base + evidence_address(document_id, spans)


def question(case: dict[str, Any]) -> Question:
    """A question from its JSON form; CaseError says which field is wrong and not what it holds:
    somebody's words may stand in any of them."""
    from handbook.answer_records import Question, Turn

    text = case.get("question")
    if not isinstance(text, str) or not text.strip():
        raise CaseError("the question is missing or empty.")
    area = case.get("area") or None
    if area is not None and str(area).lower() not in AREAS:
        raise CaseError(f"the area is none that there is; there are {', '.join(AREAS)}.")
    as_of = case.get("as_of") or None
    counted_from = case.get("counted_from") or None
    try:
        asked = date.fromisoformat(as_of) if as_of else None
        start = date.fromisoformat(counted_from) if counted_from else None
        history = tuple(Turn(t["role"], t["content"]) for t in case.get("history") or ())
    except (ValueError, TypeError, KeyError) as error:
        raise CaseError(
            "as_of or counted_from is no date such as 2025-09-01, or a turn of the history lacks "
            "its role or content."
        ) from error
    if not all(isinstance(t.role, str) and isinstance(t.content, str) for t in history):
        raise CaseError("the history is malformed: role and content are words.")
    return Question(text.strip(), str(area).lower() if area else None, asked, history, start)
