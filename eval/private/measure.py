"""How much of what is marked in the set is masked, and how often what is not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from handbook.personal.mask import Masker
from handbook.personal.names import NAME

_MARK = re.compile(r"<(?P<kind>[A-Za-z -]+):(?P<value>[^>]*)>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the set with what is to be masked in it."""

    text: str
    marked: tuple[tuple[str, int, int], ...]
    """Kind, and where in the text."""


@dataclass(slots=True)
class Measured:
    """The figures, and each failure in words."""

    wanted: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    without: int = 0
    harmed: int = 0
    """Sentences with nothing to mask, and those of them in which something was."""
    too_much: int = 0
    """Sentences with something to mask in which more was."""
    failures: list[str] = field(default_factory=list)

    def recall(self, *, names: bool) -> float:
        """The share of names, or of all the rest, that was masked whole."""
        kinds = [k for k in self.wanted if (k == NAME) == names]
        return sum(self.caught[k] for k in kinds) / max(1, sum(self.wanted[k] for k in kinds))


def read_set(files: Iterable[Path]) -> list[Sentence]:
    """The sentences of files, one a line, with what is personal as <kind:value>."""
    lines = (line for f in files for line in f.read_text(encoding="utf-8").splitlines())
    return [_sentence(line) for line in lines if line]


def _sentence(line: str) -> Sentence:
    text, marked, reached = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[reached : mark.start()]
        marked.append((mark["kind"], len(text), len(text) + len(mark["value"])))
        text += mark["value"]
        reached = mark.end()
    return Sentence(text + line[reached:], tuple(marked))


def measure(masker: Masker, sentences: Iterable[Sentence]) -> Measured:
    """Mask each sentence and compare."""
    measured = Measured()
    for sentence in sentences:
        taken = [(f.start, f.end) for f in masker.found(sentence.text)]
        _count(measured, sentence, taken)
    return measured


def _count(measured: Measured, sentence: Sentence, taken: list[tuple[int, int]]) -> None:
    for kind, start, end in sentence.marked:
        measured.wanted[kind] += 1
        if _covered(sentence.text, start, end, taken):
            measured.caught[kind] += 1
        else:
            measured.failures.append(
                f"missed  {kind}: {sentence.text[start:end]} | {sentence.text}"
            )
    stray = [(a, b) for a, b in taken if not any(a < e and s < b for _, s, e in sentence.marked)]
    shown = "; ".join(sentence.text[a:b] for a, b in stray)
    if stray:
        measured.failures.append(f"harmed  {shown} | {sentence.text}")
    if sentence.marked:
        measured.too_much += bool(stray)
    else:
        measured.without += 1
        measured.harmed += bool(stray)


def _covered(text: str, start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    """Whether each word and number of a stretch was masked."""
    words = ((start + w.start(), start + w.end()) for w in _WORD.finditer(text[start:end]))
    return all(any(a <= s and e <= b for a, b in taken) for s, e in words)
