"""``handbook ingest``: the index brought in line with the corpus, and a receipt per document."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from os.path import realpath
from pathlib import Path
from typing import TYPE_CHECKING

from handbook.commands.forget import as_record, hear
from handbook.commands.shared import Subparsers, add_by, add_json, audited, print_json
from handbook.errors import SettingsError
from handbook.settings import Settings

if TYPE_CHECKING:
    from handbook.receipt import Receipt
    from ingest.build import Result
    from ingest.forget import Erased
    from ingest.manifest import Listed
    from ingest.told import Step

_NO_CHANGE = ("unchanged", "failed")


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("ingest", help="bring the index in line with the corpus")
    parser.add_argument(
        "paths",
        nargs="*",
        type=_place,
        metavar="PATH",
        help="a file, a folder, or the web address of a file; without any, the whole corpus",
    )
    parser.add_argument("--rebuild", action="store_true", help="build the index anew")
    parser.add_argument(
        "--steps", action="store_true", help="tell each document's steps as JSON lines on stderr"
    )
    add_by(parser)
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Ingest; 1 where a document failed, the others being indexed."""
    from handbook.progress import nobody, progress_bar
    from handbook.withdrawn import withdrawn
    from ingest.build import ingest
    from ingest.from_address import ingest_with_addresses

    whole = not options.paths
    urls = [place for place in options.paths if isinstance(place, str)]
    paths = [place for place in options.paths if isinstance(place, Path)]
    listed = list_named(settings, paths) if whole or paths else []
    if not listed and not urls:
        where = ", ".join(map(str, options.paths)) or settings.corpus
        raise SettingsError(f"{where} holds no documents that can be read; nothing was changed.")
    if whole and (left_out := withdrawn(settings.data)):
        names = ", ".join(sorted(left_out))
        print(f"handbook: withdrawn on the editor's pages, and left out: {names}.", file=sys.stderr)
    audited(settings, options.by, "add", *map(str, options.paths))
    finished: list[Erased] = []
    with progress_bar() as progress:

        def bring_in(files: Sequence[Listed]) -> Result:
            return ingest(
                settings,
                files,
                whole=whole,
                rebuild=options.rebuild,
                progress=progress,
                told=_step if options.steps else nobody,
                turning=partial(note_changes, settings, options.by),
                finished=partial(hear, settings, finished),
            )

        if urls:
            result = ingest_with_addresses(settings, urls, listed, bring_in, progress=progress)
        else:
            result = bring_in(listed)
    say_left_out(result)
    if options.json:
        print_json({**asdict(result), "finished": list(map(as_record, finished))})
    else:
        print(receipt_table(result.receipts))
        for name in result.withdrawn:
            print(f"withdrawn  {name}")
    return 1 if result.failed else 0


def say_left_out(result: Result) -> None:
    """Say which files were not read, since the erasure of their source was finished first."""
    if result.left_out:
        print(
            f"handbook: {', '.join(result.left_out)} was left out of this run, since the erasure "
            "of its source was finished first.",
            file=sys.stderr,
        )


def note_changes(
    settings: Settings, by: str | None, receipts: Sequence[Receipt], withdrawn: Sequence[str]
) -> None:
    """Have the audit trail say what an ingest changes, when the index is about to turn to it: a
    crash leaves no change without its line."""
    for receipt in receipts:
        if receipt.outcome not in _NO_CHANGE:
            audited(settings, by, receipt.outcome, receipt.file)
    audited(settings, by, "withdrawn", *withdrawn)


def _place(given: str) -> Path | str:
    """A web address as it is given; anything else is a path."""
    from handbook.from_web import is_address

    return given if is_address(given) else Path(given)


def _step(origin: str, step: Step) -> None:
    from handbook.progress import say

    say(json.dumps({"origin": origin, **asdict(step)}))


def list_named(settings: Settings, paths: Sequence[Path]) -> list[Listed]:
    """The files to ingest. A file of the corpus is what the corpus's manifest says it is, and an
    added one comes from where it was fetched, also when it is named by itself, however its path is
    spelt. Of a folder, what is withdrawn is left out."""
    from handbook.withdrawn import withdrawn
    from ingest.everything import list_everything
    from ingest.manifest import Listed, list_corpus

    if not paths:
        return list_everything(settings)
    declared, out = _declared(settings), withdrawn(settings.data)
    listed: list[Listed] = []
    for path in paths:
        found = list_corpus(path) if path.is_dir() else [Listed(path)]
        found = [declared.get(realpath(item.path), item) for item in found]
        listed += [x for x in found if not path.is_dir() or x.source_id not in out]
    return listed


def _declared(settings: Settings) -> dict[str, Listed]:
    from ingest.everything import list_added
    from ingest.manifest import NAME, read_manifest
    from ingest.sync import fetched

    manifest = settings.corpus / NAME
    listed = read_manifest(manifest) if manifest.is_file() else []
    known = [*listed, *fetched(settings), *list_added(settings)]
    return {realpath(item.path): item for item in known}


_COLUMNS: tuple[tuple[str, Callable[[Receipt], object]], ...] = (
    ("units", lambda r: r.pages),
    ("text", lambda r: r.pages_with_text),
    ("sections", lambda r: r.sections),
    ("refs", lambda r: _of(r.unanswered_references, r.references)),
    ("paras", lambda r: r.paragraphs),
    ("gaps", lambda r: len(r.paragraph_gaps)),
    ("tables", lambda r: r.tables),
    ("panels", lambda r: r.panels),
    ("asked", lambda r: r.review_questions),
    ("links", lambda r: _of(r.links_dead, r.links)),
    ("hidden", lambda r: r.hidden),
    ("tricks", lambda r: r.unseen + r.look_alikes),
    ("lost", lambda r: r.words_lost),
    ("twice", lambda r: r.duplicates),
    ("secs", lambda r: f"{r.seconds:.1f}"),
)
KEY = (
    "units, text: pages of a PDF, slides of a deck, of other files the sections in which they were "
    "read;\nthose with text · refs: cross-references, !n to sections not found · paras, gaps: "
    "numbered\nparagraphs and numbers missing · asked: review questions · links: !n dead · hidden: "
    "pieces of hidden\ntext · tricks: unseen characters and look-alike words · lost: words in no "
    "passage · twice:\nrepeated passages"
)


def _of(wrong: Sequence[str], number: int) -> str:
    return f"{number} !{len(wrong)}" if wrong else str(number)


def receipt_table(receipts: Sequence[Receipt]) -> str:
    """Receipts for reading in a terminal: a row each, and below it what to look at."""
    good = [r for r in receipts if not r.failed]
    wide = max((len(r.file) for r in good), default=0)
    head = f"{'':<10} {'file':<{wide}}  " + "  ".join(name for name, _ in _COLUMNS)
    lines = [head + "  area, date"] if good else []
    for receipt in receipts:
        if receipt.failed:
            lines.append(f"failed     {receipt.file}: {receipt.error}")
            continue
        cells = (f"{value(receipt)!s:>{len(name)}}" for name, value in _COLUMNS)
        row = f"{receipt.outcome:<10} {receipt.file:<{wide}}  " + "  ".join(cells)
        lines.append(f"{row}  {receipt.area}, {receipt.date}")
        lines += [f"{'':<10} ! {warning}" for warning in receipt.warnings]
        lines += [f"{'':<10} ! {sentence}" for sentence in _alarms(receipt)]
    return "\n".join([*lines, KEY] if good else lines)


def _alarms(receipt: Receipt) -> list[str]:
    """What the figures of the row stand for, where they are cause to look."""
    found = []
    if receipt.paragraph_gaps:
        found.append(f"Paragraphs missing: {', '.join(receipt.paragraph_gaps)}.")
    if receipt.links_dead:
        found.append(f"Links that lead nowhere: {', '.join(receipt.links_dead[:5])}.")
    if receipt.same_text_as:
        found.append(f"The same text as {', '.join(receipt.same_text_as)}.")
    return found
