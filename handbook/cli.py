"""The command line. A composition root of its own: each command imports what it needs, so that
``handbook --help`` stays quick."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from handbook.domain import AREAS
from handbook.errors import CaseError, HandbookError, SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.domain import Question


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    options = _parser().parse_args(arguments)
    try:
        status: int = options.run(Settings.from_environment(), options)
        return status
    except HandbookError as error:
        print(f"handbook: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="handbook", description="Ask safeguarding procedures; get cited quotations."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ingest = commands.add_parser("ingest", help="bring the index in line with the corpus")
    ingest.add_argument("paths", nargs="*", type=Path, metavar="PATH")
    ingest.add_argument("--rebuild", action="store_true", help="build the index anew")
    ingest.set_defaults(run=_ingest)
    ask = commands.add_parser("ask", help="answer one question, or a file of them")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("--area", help="one of " + ", ".join(AREAS))
    ask.add_argument("--as-of", metavar="DATE", help="answer as at a date (YYYY-MM-DD)")
    ask.add_argument("--batch", nargs="?", const="-", metavar="FILE", help="JSON Lines in and out")
    ask.set_defaults(run=_ask)
    search = commands.add_parser("search", help="passages for some words, with no answer")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("-k", type=int, default=10, metavar="N", help="how many (10)")
    search.add_argument("--area", help="one of " + ", ".join(AREAS))
    search.set_defaults(run=_search)
    evaluate = commands.add_parser("eval", help="measure answers against cases")
    evaluate.add_argument("cases", nargs="*", type=Path, metavar="CASES")
    evaluate.set_defaults(run=_eval)
    sync = commands.add_parser("sync", help="fetch the publications that the manifest names")
    sync.add_argument("publications", nargs="*", metavar="PUBLICATION")
    sync.add_argument("--dry-run", action="store_true", help="list what would be fetched")
    sync.add_argument("--accept", action="store_true", help="take what was refused for its looks")
    sync.set_defaults(run=_sync)
    doctor = commands.add_parser("doctor", help="what is wrong, and the mend")
    doctor.set_defaults(run=_doctor)
    serve = commands.add_parser("serve", help="bring the index in line, then serve the page")
    serve.set_defaults(run=_serve)
    for command in (ingest, ask, search, evaluate, sync, doctor):
        command.add_argument("--json", action="store_true", help="print the record")
    return parser


def _ingest(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.progress import progress_bar
    from ingest.build import ingest
    from ingest.manifest import Listed, list_corpus
    from ingest.sync import fetched

    whole = not options.paths
    listed: list[Listed] = []
    for path in options.paths or [settings.corpus]:
        listed += list_corpus(path) if path.is_dir() or whole else [Listed(path)]
    listed += fetched(settings) if whole else []
    if not listed:
        where = ", ".join(map(str, options.paths)) or settings.corpus
        raise SettingsError(f"{where} holds no documents that can be read; nothing was changed.")
    with progress_bar() as progress:
        result = ingest(settings, listed, whole=whole, rebuild=options.rebuild, progress=progress)
    if options.json:
        _print_json(asdict(result))
    else:
        for receipt in result.receipts:
            _print_receipt(receipt)
        for name in result.withdrawn:
            print(f"withdrawn  {name}")
    return 1 if result.failed else 0


def _print_receipt(receipt: Any) -> None:
    if receipt.error:
        print(f"failed     {receipt.file}: {receipt.error}")
        return
    seen = f"{receipt.units} units, {receipt.passages} passages"
    if receipt.panels:
        seen += f", {receipt.panels} panels, {receipt.review_questions} review questions"
    print(f"{receipt.outcome:<10} {receipt.file}: {seen}")
    for warning in receipt.warnings:
        print(f"           {warning}")


def _ask(settings: Settings, options: argparse.Namespace) -> int:
    if options.batch is None and options.question is None:
        raise SettingsError("Give a question, or --batch with a file of them.")
    from handbook.book import Handbook
    from handbook.present import answer_json, answer_text

    if options.batch is not None:
        return _batch(settings, options.batch)
    question = _question(
        {"question": options.question, "area": options.area, "as_of": options.as_of}
    )
    answer = Handbook.open(settings).ask(question)
    if options.json:
        _print_json(answer_json(answer))
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
            record = answer_json(book.ask(_question(case)))
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


def _question(case: dict[str, Any]) -> Question:
    """A question from its JSON form; CaseError says which field is wrong."""
    from handbook.domain import Question, Turn

    text = case.get("question")
    if not isinstance(text, str) or not text.strip():
        raise CaseError("the question is missing or empty.")
    area = case.get("area") or None
    if area is not None and str(area).lower() not in AREAS:
        raise CaseError(f"{area!r} is not an area; there are {', '.join(AREAS)}.")
    day = case.get("as_of") or None
    try:
        as_of = date.fromisoformat(day) if day else None
        history = tuple(Turn(t["role"], t["content"]) for t in case.get("history") or ())
    except (ValueError, TypeError, KeyError) as error:
        raise CaseError(f"as_of is no date, or the history is malformed ({error}).") from error
    return Question(text.strip(), str(area).lower() if area else None, as_of, history)


def _search(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.book import Handbook
    from handbook.present import hit_json

    if not 0 < options.k <= 60:
        raise SettingsError(f"-k is {options.k}; ask for 1 to 60 passages.")
    area = _question({"question": "x", "area": options.area}).area
    hits = Handbook.open(settings).search(options.query, options.k, area)
    if options.json:
        _print_json([hit_json(h) for h in hits])
        return 0
    for number, hit in enumerate(hits, start=1):
        place = " › ".join((hit.edition.title, *hit.passage.headings))
        print(f"{number}. {place}\n   {hit.passage.text}\n")
    return 0


def _eval(settings: Settings, options: argparse.Namespace) -> int:
    from eval.run import main as evaluate

    return evaluate(settings, options.cases, options.json)


def _sync(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.progress import progress_bar
    from ingest.sync import bring_in, lines, sync

    with progress_bar() as progress:
        report = sync(
            settings,
            options.publications,
            dry=options.dry_run,
            accept=options.accept,
            progress=progress,
        )
        result = None if options.dry_run else bring_in(settings, progress)
    if options.json:
        _print_json({"sync": asdict(report), "ingest": asdict(result) if result else None})
    else:
        print("\n".join(lines(report)))
        for receipt in result.receipts if result else ():
            if receipt.outcome != "unchanged":
                _print_receipt(receipt)
    return 1 if report.failed or (result and result.failed) else 0


def _doctor(settings: Settings, options: argparse.Namespace) -> int:
    from handbook.doctor import examine

    faults = examine(settings)
    if options.json:
        _print_json([asdict(f) for f in faults])
    else:
        for fault in faults:
            print(f"{fault.what}\n    {fault.mend}")
        if not faults:
            print("Nothing is wrong.")
    return 1 if faults else 0


def _serve(settings: Settings, _options: argparse.Namespace) -> int:
    status = _ingest(settings, argparse.Namespace(paths=[], rebuild=False, json=False))
    if status:
        print("handbook: some documents failed; the others are served.", file=sys.stderr)
    from app import serve

    serve(settings)
    return 0


def _print_json(record: object) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=1, default=str))
