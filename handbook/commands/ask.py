"""``handbook ask``: one answer, or one for each line of a file."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handbook.commands.shared import (
    AREA_HELP,
    Subparsers,
    add_json,
    address_on,
    print_json,
    question,
    say_words_alone,
)
from handbook.errors import CaseError, SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.answer_records import Answer, Question
    from handbook.book import Handbook


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
    parser.add_argument(
        "--export", metavar="FILE", help="write the answer to FILE too: .docx, .pdf or .md"
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Answer."""
    if options.batch is None and options.question is None:
        raise SettingsError("Give a question, or --batch with a file of them.")
    if options.export is not None:
        _check_export(options)
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
    book = Handbook.open(settings)
    answer = book.ask_and_note(asked)
    if any(notice.kind == "words_alone" for notice in answer.notices):
        say_words_alone(book)
    if options.json:
        print_json(answer_json(answer))
    else:
        print(answer_text(answer))
    if options.export is not None:
        _export(book, asked, answer, Path(options.export))
    return 0


def _check_export(options: argparse.Namespace) -> None:
    """Find out before anything is asked that the answer could not be written."""
    from handbook.export.forms import FORMS, form_of

    if options.batch is not None:
        raise SettingsError("--export writes one answer; leave it out, or --batch.")
    form_of(Path(options.export), FORMS)


def _export(book: Handbook, asked: Question, answer: Answer, path: Path) -> None:
    from handbook.export.compose import sheet_of
    from handbook.export.forms import FORMS, form_of, save, written

    address_of = address_on(book.settings)
    sheet = sheet_of(book, [(asked, answer)], date.today(), address_of)
    save(path, written(book, sheet, form_of(path, FORMS)))
    print(f"The answer is in {path}.", file=sys.stderr)


def _batch(settings: Settings, source: str) -> int:
    from handbook.book import Handbook
    from handbook.personal.asked import without_details
    from handbook.present import answer_json
    from handbook.text import legible

    book = Handbook.open(settings)
    if source == "-":
        text = sys.stdin.read()
    else:
        try:
            text = Path(source).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CaseError(f"{source} cannot be read: {error}.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        case: dict[str, Any] = {}
        try:
            case = _batch_line(line)
            record = answer_json(book.ask(question(case)))
        except CaseError as error:
            asked = without_details(book.masker, str(case.get("question", ""))).text
            record = {"question": asked, "searched": "", "status": "failed"}
            record |= {"text": f"Line {number}: {error}", "citations": [], "review_questions": []}
            record |= {"hits": [], "notices": [], "trace": {}}
        name = {"id": case["id"]} if "id" in case else {}
        print(legible(json.dumps(name | record, ensure_ascii=False)), flush=True)
    return 0


def _batch_line(line: str) -> dict[str, Any]:
    try:
        case = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"this is not JSON ({error}).") from error
    if not isinstance(case, dict):
        raise CaseError("this is not a JSON object.")
    return case
