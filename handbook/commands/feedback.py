"""``handbook feedback``: what people said of answers, and beside it the gap register."""

from __future__ import annotations

import argparse
from dataclasses import asdict

from handbook.commands.gaps import print_gaps
from handbook.commands.shared import Subparsers, add_json, print_json
from handbook.settings import Settings


def add(commands: Subparsers) -> None:
    """Describe the command."""
    parser = commands.add_parser("feedback", help="what people said of answers, then the gaps")
    add_json(parser)
    parser.set_defaults(run=run)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """List both registers, most frequent first."""
    from handbook.feedback import read_feedback
    from handbook.gaps import read_gaps

    if options.json:
        said = [asdict(f) for f in read_feedback(settings.data)]
        print_json({"feedback": said, "gaps": [asdict(g) for g in read_gaps(settings.data)]})
        return 0
    _print_feedback(settings)
    print("\nNot answered:")
    print_gaps(settings)
    return 0


def _print_feedback(settings: Settings) -> None:
    from handbook.feedback import complained_of, counted, read_feedback

    said = read_feedback(settings.data)
    if not said:
        print(f"Nothing has been said of an answer; HANDBOOK_GAPS is {settings.gaps}.")
        return
    print("Said of answers:")
    for number, verdict, topic in counted(said):
        print(f"{number:5}  {verdict:<14} {topic}")
    for feedback in said:
        if feedback.question:
            print(f"{feedback.day}  {feedback.verdict:<14} {feedback.question}")
    if sections := complained_of(said):
        print("\nCited in answers that did not help:")
    for number, section, reasons in sections:
        print(f"{number:5}  {section} ({', '.join(reasons)})")
