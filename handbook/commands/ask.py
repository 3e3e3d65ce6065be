"""``handbook ask``: one answer, or one for each line of a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from handbook.commands.shared import AREA_HELP, Subparsers, add_json, print_json, question
from handbook.errors import CaseError, SettingsError
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("ask", help="answer one question, or a file of them")
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument("--area", help=AREA_HELP)
    parser.add_argument("--as-of", metavar="DATE", help="answer as at a date (YYYY-MM-DD)")
    parser.add_argument(
        "--counted-from", metavar="DATE", help="count the rule's time limit from a date"
    )
    parser.add_argument(
        "--batch", nargs="?", const="-", metavar="FILE", help="JSON Lines in and out"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Answer."""
    if options.batch is None and options.question is None:
        raise SettingsError("Give a question, or --batch with a file of them.")
    from handbook.book import Handbook
    from handbook.present import answer_json, answer_text

    if options.batch is not None:
        return _batch(settings, options.batch)
    asked = question(
        {
            "question": options.question,
            "area": options.area,
            "as_of": options.as_of,
            "counted_from": options.counted_from,
        }
    )
    answer = Handbook.open(settings).ask_and_note(asked)
    if options.json:
        print_json(answer_json(answer))
    else:
        print(answer_text(answer))
    return 0


def _batch(settings: Settings, source: str) -> int:
    from handbook.book import Handbook
    from handbook.present import answer_json

    book = Handbook.open(settings)
    if source == "-":
        lines = sys.stdin.read().splitlines()
    else:
        try:
            lines = Path(source).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(f"{source} cannot be read: {error}.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case: dict[str, Any] = {}
        try:
            case = _batch_line(line)
            record = answer_json(book.ask(question(case)))
        except CaseError as error:
            record = {"question": case.get("question", ""), "searched": "", "status": "failed"}
            record |= {"text": f"Line {number}: {error}", "citations": [], "review_questions": []}
            record |= {"hits": [], "notices": [], "trace": {}}
        name = {"id": case["id"]} if "id" in case else {}
        print(json.dumps(name | record, ensure_ascii=False), flush=True)
    return 0


def _batch_line(line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except json.JSONDecodeError as error:
        raise CaseError(f"this is not JSON ({error}).") from error
    if not isinstance(case, dict):
        raise CaseError("this is not a JSON object.")
    return case
