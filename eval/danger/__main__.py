"""``python -m eval.danger [--failures]``: danger seen and false alarms, writer by writer.

Four language models, each in the part of other senders, had seen nothing of what the sense of
danger learns from and worded 150 messages of danger and some 200 others each: a third of the danger
in facts without a word of harm, most of the others such as sound like danger. Nothing learns from
them.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from eval.check.measures import Measure
from handbook.book import Handbook
from handbook.danger import in_danger
from handbook.errors import CaseError
from handbook.settings import Settings

FOLDER = Path(__file__).parent
WRITERS = ("school", "social", "health", "public")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody types, and whether it tells of danger now."""

    text: str
    danger: bool
    kind: str


def load(writer: str) -> list[Message]:
    """The messages of a writer; CaseError names the line that is malformed."""
    path, found = FOLDER / f"{writer}.jsonl", []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            found.append(Message(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise CaseError(f"{path}, line {number} is malformed ({error}); mend it.") from error
    return found


def measures(messages: Sequence[Message], seen: Sequence[bool]) -> Iterator[Measure]:
    """What was seen of some messages."""
    for name, danger in (("danger seen", True), ("false alarms", False)):
        some = [s for m, s in zip(messages, seen, strict=True) if m.danger is danger]
        yield Measure(name, sum(some), len(some))


def main() -> None:
    """Hold every message against the screen and the sense of danger."""
    parser = argparse.ArgumentParser(prog="python -m eval.danger")
    parser.add_argument("--failures", action="store_true", help="list what is not as it should be")
    failures = parser.parse_args().failures
    book = Handbook.open(Settings.from_environment())
    every: list[tuple[Message, bool]] = []
    for writer in WRITERS:
        held = [(message, in_danger(book, message.text)) for message in load(writer)]
        _print(writer, held)
        every += held
    _print("all", every)
    if failures:
        for message, seen in every:
            if seen is not message.danger:
                print(f"{'missed' if message.danger else 'alarm '}  {message.text}")


def _print(name: str, held: Sequence[tuple[Message, bool]]) -> None:
    messages, seen = zip(*held, strict=True)
    print(name)
    for measure in measures(messages, seen):
        print(f"  {measure.shown}")


if __name__ == "__main__":
    main()
