"""What one run of the bench found: a record on the disk, of which report, table and goals are made.

Seconds are by the clock unless a name says processor: that is user and system time of all cores
together. Milliseconds end in ``_ms``, bytes are called so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from eval.bench.process import BenchError, Spent
from handbook.index.editions import replace_text
from handbook.runs.figure import Figure
from handbook.settings import ROOT

LAST = ROOT / "eval" / "bench" / "last.json"
REPORT = ROOT / ".bench" / "report.html"
US = "this project"


@dataclass(frozen=True, slots=True)
class Spread:
    """What half, 95 and 99 of 100 do not exceed."""

    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions one after the other."""

    questions: int
    wall: Spread
    processor_ms: float
    """Of one question, on average."""
    steps: dict[str, Spread]


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people who ask at once, each the next question as soon as the last is answered."""

    people: int
    questions: int
    per_second: float
    wall: Spread
    processor_ms: float


@dataclass(frozen=True, slots=True)
class Builds:
    """A store made from documents, brought in line again, and after one document has changed."""

    passages: int
    first: Spent
    unchanged: Spent
    changed: Spent
    disk_bytes: int


@dataclass(frozen=True, slots=True)
class SystemRecord:
    """One system over the same documents and questions."""

    name: str
    what: str
    builds: Builds
    first_answer_seconds: float
    """From the start of the process."""
    asking_bytes: int
    """Peak memory of the process that answers."""
    asked: Asked
    crowds: tuple[Crowd, ...]
    quality: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class QuestionLimit:
    """A question against its library calls made once more with nothing around them."""

    asked_ms: float
    alone_ms: float
    asked_processor_ms: float
    alone_processor_ms: float
    calls_ms: dict[str, float]
    """By step, alone."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What the parts cost alone."""

    reading_processor: float
    encoding_processor: float
    cores: int
    words: QuestionLimit
    reading: QuestionLimit
    bytes_per_second: float
    """Of memory that is read from one end to the other by one core."""

    @property
    def build_processor(self) -> float:
        """Reading and encoding; over the cores it is the least that a build can take."""
        return self.reading_processor + self.encoding_processor


@dataclass(frozen=True, slots=True)
class Size:
    """A system over a made library."""

    system: str
    passages: int
    write: Spent
    making_processor: float
    """Of it, what went into drawing the vectors."""
    disk_bytes: int
    ready_seconds: float
    """From the start of the process to its first answer."""
    asking_bytes: int
    asked: Asked


@dataclass(frozen=True, slots=True)
class About:
    """What was measured where."""

    begun: str
    commit: str
    machine: str
    documents: str
    questions: int
    """Those that there are; how many were asked says each measurement."""
    versions: dict[str, str]
    load: tuple[float, float]
    """Of the machine over the last minute, when the run began and when it ended."""
    processor: str = ""
    """Its model; empty where it is not known, as in records of before it was noted."""


@dataclass(frozen=True, slots=True)
class Record:
    """One run."""

    about: About
    systems: tuple[SystemRecord, ...]
    limits: Limits
    library: Builds
    """This project over real and made documents, read and encoded; how many passages they came to
    is told in it."""
    growth: tuple[Size, ...]
    """Of the sizes that the run came to."""

    def system(self, name: str) -> SystemRecord:
        """The system of that name."""
        return next(s for s in self.systems if s.name == name)


_ADAPTER = TypeAdapter(Record)


def write_record(record: Record, path: Path = LAST) -> None:
    """Keep a run as the last one: all of it, or the one before stays."""
    replace_text(path, _ADAPTER.dump_json(record, indent=1).decode() + "\n")


def read_record(path: Path = LAST) -> Record:
    """The last run; BenchError where there is none that can be read."""
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise BenchError(f"{path} cannot be read ({error}); run make bench.") from error
