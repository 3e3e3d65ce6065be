"""What the handbook keeps on the disk, broken by chance: each is read, or refused in a sentence,
and what is written to it afterwards is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock

from handbook import audit, feedback, forgetting, gaps
from handbook.check import kept as checks
from handbook.check.records import Verdict
from handbook.errors import BuilderBusy, HandbookError
from handbook.from_web import FromWeb, recall, remember
from handbook.register import Register
from handbook.runs import forget as forget_runs
from handbook.runs.folder import ABOUT, GROUPS, MEASURES, OUTCOMES, load_run
from handbook.runs.kept import list_runs, outcomes_of, read_groups, read_kept
from handbook.runs.outcome import Outcome, to_line
from handbook.withdrawn import bring_back, withdraw, withdrawn
from ingest.lock import builder
from ingest.sync.store import Record, Store, Version
from tests.fuzz.odd import spoilt_json

TIMES = 25
DAY = "2026-11-24"
GAP = gaps.Gap(DAY, "not_covered", "leeds", "visits", "Visits", "who visits?")
CITED = feedback.Cited("d", "visits", "Visits", ())
SAID = feedback.Feedback(
    DAY, feedback.Verdict.HELPED, "answered", "leeds", "visits", "V", "e", (CITED,)
)
OUTCOME = Outcome(
    *("a", "tuning", "who?", None, ("t",), ("visits",), ("answered",), "answered", "", ("w",), ()),
    *(1, 0.5, None, {"R@5": 1.0, "RR": None}, {"status": "answered"}, [{"source_id": "visits"}]),
)
RUN = {
    ABOUT: {
        "begun": "2026-11-24T10:00:00+00:00",
        "cases": {"tuning": "h"},
        **dict.fromkeys("corpus encoder judge code commit".split(), "h"),
        "settings": {"area": "leeds"},
    },
    MEASURES: {"tuning": {"R@5": {"mean": 0.5, "n": 2, "low": 0.4, "high": 0.6}}},
    GROUPS: {"tuning": []},
}


def _gaps(data: Path) -> None:
    for _ in range(2):
        Register(data / gaps.FILE, gaps.Gap).add(GAP)


def _use_gaps(data: Path) -> None:
    gaps.counted(gaps.read_gaps(data))
    gaps.days(data)
    Register(data / gaps.FILE, gaps.Gap).add(GAP)
    assert gaps.read_gaps(data)[-1] == GAP
    gaps.forget_before(data, date(2026, 1, 1))
    assert None not in gaps.days(data)
    gaps.forget_source(data, "visits")


def _feedback(data: Path) -> None:
    feedback.keep_feedback(data, SAID)
    feedback.keep_feedback(data, SAID)


def _use_feedback(data: Path) -> None:
    said = feedback.read_feedback(data)
    feedback.counted(said)
    feedback.complained_of(said)
    feedback.days(data)
    feedback.keep_feedback(data, SAID)
    assert feedback.read_feedback(data)[-1] == SAID
    feedback.forget_before(data, date(2026, 1, 1))
    assert None not in feedback.days(data)
    feedback.forget_source(data, "visits")


def _audit(data: Path) -> None:
    audit.note(data, "ann", "withdraw", "visits", "meetings")


def _use_audit(data: Path) -> None:
    before = audit.read_trail(data)
    assert before.sentence.endswith(".")
    audit.note(data, "ann", "withdraw", "visits")
    after = audit.read_trail(data)
    assert after.broken == before.broken
    assert after.entries[-1].on == "visits"


def _withdrawn(data: Path) -> None:
    withdraw(data, "visits")
    withdraw(data, "meetings")


def _use_withdrawn(data: Path) -> None:
    before = withdrawn(data)
    withdraw(data, "more")
    assert withdrawn(data) == before | {"more"}
    bring_back(data, "more")


def _checks(data: Path) -> None:
    (data / checks.FOLDER).mkdir()
    place = checks.Place("d", "visits", (), "h")
    found = checks.KeptFinding("h", Verdict.AGREES, place, until=date(2026, 1, 1))
    record = checks.KeptCheck("/a", "a", date(2026, 11, 24), "e", None, (found,))
    (data / checks.FOLDER / "a.json").write_text(json.dumps(asdict(record), default=str))


def _use_checks(data: Path) -> None:
    checks.kept_checks(data)
    checks.days(data)
    checks.forget_source(data, "visits", set())
    assert None not in checks.days(data)
    checks.forget_before(data, date(2027, 1, 1))
    assert all(day and day.year > 2026 for day in checks.days(data))


def _runs(data: Path) -> None:
    folder = data / "runs" / "1"
    folder.mkdir(parents=True)
    for name, record in RUN.items():
        (folder / name).write_text(json.dumps(record))
    (folder / OUTCOMES).write_text(f"{to_line(OUTCOME)}\n{to_line(OUTCOME)}\n")


def _use_runs(data: Path) -> None:
    runs = data / "runs"
    assert all(found.why.endswith(".") for found in list_runs(runs).unusable)
    forget_runs.forget_source(data, "meetings")
    if (runs / "1").is_dir():
        for read in (load_run, read_groups, outcomes_of, lambda f: read_kept(runs, f.name)):
            read(runs / "1")


def _fetched(data: Path) -> None:
    version = Version("a.html", "h", "text/html", date(2026, 1, 1), "A", effective=date(2026, 1, 1))
    (data / "fetched" / "guide").mkdir(parents=True)
    record = Record("a", "https://a.uk", "https://a.uk", date(2026, 1, 1), '"e"', None, (version,))
    Store(data, "guide").save(record)


def _use_fetched(data: Path) -> None:
    store = Store(data, "guide")
    for record in store.records():
        store.is_whole(record)
    store.sweep()


def _from_web(data: Path) -> None:
    (data / "a.html").write_text("a")
    remember(data / "a.html", FromWeb("https://a.uk", date(2026, 1, 1), "h"))


def _builder(data: Path) -> None:
    (data / "builder.json").write_text('{"pid": 1, "host": "a", "since": "b"}')


def _use_builder(data: Path) -> None:
    with (
        FileLock(data / "builder.lock"),
        pytest.raises(BuilderBusy, match="wait for it to end"),
        builder(data),
    ):
        pass


def _forgetting(data: Path) -> None:
    forgetting.begin(data, "visits", ["a", "b"])


@dataclass(frozen=True)
class Kept:
    """A file of a data folder: how it is made, and what is done with it."""

    name: str
    make: Callable[[Path], object]
    use: Callable[[Path], object]
    lines: bool = False
    text: bool = False


KEPT = [
    Kept(gaps.FILE, _gaps, _use_gaps, lines=True),
    Kept(feedback.FILE, _feedback, _use_feedback, lines=True),
    Kept(audit.FILE, _audit, _use_audit, lines=True),
    Kept("withdrawn.json", _withdrawn, _use_withdrawn),
    Kept("checks/a.json", _checks, _use_checks),
    *(Kept(f"runs/1/{name}", _runs, _use_runs) for name in RUN),
    Kept(f"runs/1/{OUTCOMES}", _runs, _use_runs, lines=True),
    Kept("fetched/guide/a.json", _fetched, _use_fetched),
    Kept(".a.html.json", _from_web, lambda data: recall(data / "a.html")),
    Kept("builder.json", _builder, _use_builder),
    Kept("forgetting", _forgetting, forgetting.begun, text=True),
]


def _spoilt(kept: Kept, good: bytes) -> Iterable[bytes]:
    if not kept.text:
        return spoilt_json(good, TIMES, lines=kept.lines)
    return (raw.strip(b'"') for raw in spoilt_json(json.dumps(good.decode()).encode(), TIMES))


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_what_is_kept_is_read_or_refused_in_a_sentence(
    wind_up: Callable[[], None], tmp_path: Path, kept: Kept
) -> None:
    good = tmp_path / "good"
    good.mkdir()
    kept.make(good)
    whole: list[bool] = []
    refused: list[str] = []
    for number, spoilt in enumerate(_spoilt(kept, (good / kept.name).read_bytes())):
        data = tmp_path / str(number)
        shutil.copytree(good, data)
        path = data / kept.name
        path.write_bytes(spoilt)
        wind_up()
        try:
            kept.use(data)
        except HandbookError as error:
            refused.append(str(error))
            whole.append(path.read_bytes() == spoilt)
        whole.append(not list(data.rglob("*.new")))
    assert all(whole)
    assert [sentence for sentence in refused if not sentence.endswith(".")] == []

    kept.use(good)
