"""What is held about people, when it goes, and the papers that say so."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handbook.audit import FILE, note, read_trail
from handbook.check.kept import KeptCheck, days, forget_before
from handbook.cli import main
from handbook.endpoint import Endpoint
from handbook.errors import SettingsError
from handbook.feedback import Feedback, Verdict, keep_feedback
from handbook.gaps import Gap, read_gaps
from handbook.privacy.holdings import holdings, sendings
from handbook.privacy.papers import DPIA, TRANSPARENCY, paper
from handbook.privacy.retention import delete_old, first_day_kept
from handbook.register import Register
from handbook.settings import GAPS, ROOT, Settings
from page.check.checks import KEPT_MINUTES

OLD, NEW = "2024-01-31", "2026-11-01"
BEFORE = date(2025, 11, 24)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A data folder with an old and a new entry in each register."""
    gaps = Register(tmp_path / "gaps.jsonl", Gap)
    for day in (OLD, NEW):
        gaps.add(Gap(day, "not_covered", "leeds", "core-groups", "Core groups › 1", "who [name]"))
        keep_feedback(tmp_path, Feedback(day, Verdict.UNCLEAR, "answered", "leeds", "x", "y", "z"))
        _keep_check(tmp_path, date.fromisoformat(day))
    return Settings(data=tmp_path)


def _keep_check(data: Path, made: date) -> None:
    record = {
        "path": f"/decks/{made}.pptx",
        "sha256": f"{made:%Y%m%d}" * 8,
        "made": made.isoformat(),
        "index_edition": "e",
        "area": None,
        "findings": [],
    }
    (data / "checks").mkdir(exist_ok=True)
    (data / "checks" / f"{record['sha256']}.json").write_text(json.dumps(record))
    assert KeptCheck(**record)  # type: ignore[arg-type]


def test_what_is_too_old_is_deleted_and_its_bytes_are_nowhere_below_the_data_folder(
    settings: Settings,
) -> None:
    done = delete_old(settings.data, BEFORE)
    assert [(d.name, d.went, d.remain, d.kept) for d in done] == [
        ("Gap register", 1, 0, 1),
        ("Feedback", 1, 0, 1),
        ("Checks of material", 1, 0, 1),
    ]
    left = [p for p in settings.data.rglob("*") if p.is_file()]
    assert not [p for p in left if OLD in p.read_text() or OLD in p.name]
    assert [gap.day for gap in read_gaps(settings.data)] == [NEW]
    assert days(settings.data) == [date.fromisoformat(NEW)]


@pytest.mark.parametrize("command", ["expire", "serve"])
def test_what_is_deleted_for_its_age_is_on_the_trail_and_else_stays(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
) -> None:
    data = settings.data
    monkeypatch.setattr("app.serve", lambda _settings: None)
    monkeypatch.setattr("handbook.commands.ingest.run", lambda *_: 0)
    monkeypatch.setenv("HANDBOOK_DATA", str(data))
    (data / FILE).mkdir()
    assert main([command]) == (1 if command == "expire" else 0)
    assert "The audit trail" in capsys.readouterr().err
    assert len(read_gaps(data)) == 2
    (data / FILE).rmdir()
    for _ in range(2):
        assert main([command]) == 0
    noted = [(e.what, e.on.partition(",")[0]) for e in read_trail(data).entries]
    names = ("Gap register", "Feedback", "Checks of material")
    assert noted == [("expire", name) for name in names]


@pytest.mark.parametrize("day", ["31 January", "2024-02-31", ""])
def test_what_is_damaged_or_has_no_day_goes_and_is_said(
    settings: Settings,
    day: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = settings.data
    delete_old(data, BEFORE)
    for name in ("gaps.jsonl", "feedback.jsonl"):
        line = (data / name).read_text()
        with (data / name).open("a") as file:
            file.write(line.replace(NEW, day).replace("core-groups", "a secret"))
            file.write('{"day": "2026-11-01", "a secret wor')
    (data / "checks" / "damaged.json").write_text('{"a secret')
    assert [gap.day for gap in read_gaps(data)] == [NEW]
    assert {h.entries for h in holdings(settings) if h.place == "gaps.jsonl"} == {3}
    monkeypatch.setenv("HANDBOOK_DATA", str(data))
    assert main(["expire"]) == 0
    assert "Gap register: 2 deleted (2 damaged), 1 kept" in capsys.readouterr().out
    assert not [p for p in data.rglob("*") if p.is_file() and "secret" in p.read_text()]
    assert [(d.went, d.kept, d.undated) for d in delete_old(data, BEFORE)] == [(0, 1, 0)] * 3


def test_a_line_of_the_trail_with_no_day_keeps_nobody_from_seeing_what_is_held(
    settings: Settings,
) -> None:
    note(settings.data, "anna", "add", "x.md")
    path = settings.data / FILE
    path.write_text(path.read_text().replace('"when": "20', '"when": "in 20'))
    [trail] = [h for h in holdings(settings) if h.place == FILE]
    assert (trail.entries, trail.oldest) == (1, None)


def test_a_clock_that_is_set_back_deletes_nothing_that_is_not_old(settings: Settings) -> None:
    back = first_day_kept(365, date(2001, 1, 1))
    assert [d.went for d in delete_old(settings.data, back)] == [0, 0, 0]
    assert [d.went for d in delete_old(settings.data, BEFORE)] == [1, 1, 1]


def test_an_entry_is_kept_to_the_last_day(settings: Settings) -> None:
    old = date.fromisoformat(OLD)
    assert not sum(d.went for d in delete_old(settings.data, old))
    assert sum(d.went for d in delete_old(settings.data, date(2024, 2, 1))) == 3
    assert first_day_kept(30, date(2026, 3, 2)) == date(2026, 1, 31)


def test_what_cannot_be_deleted_is_said_and_ends_with_1(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(settings.data))
    monkeypatch.setattr("handbook.gaps.Register.forget", lambda *_: None)
    assert main(["expire"]) == 1
    assert "Gap register: 0 deleted, 1 STILL THERE, 1 kept" in capsys.readouterr().out


def test_the_page_is_started_without_what_is_too_old(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.serve", lambda _settings: None)
    monkeypatch.setattr("handbook.commands.ingest.run", lambda *_: 0)
    monkeypatch.setenv("HANDBOOK_DATA", str(settings.data))
    assert main(["serve"]) == 0
    assert [gap.day for gap in read_gaps(settings.data)] == [NEW]


def test_every_file_that_asking_and_checking_leave_is_among_what_is_said_to_be_held(
    settings: Settings,
) -> None:
    forget_before(settings.data, BEFORE)
    named = {h.place for h in holdings(settings)}
    assert {p.name for p in settings.data.iterdir()} - {
        "gaps.jsonl.lock",
        "feedback.jsonl.lock",
        "checks.lock",
    } <= (named)
    assert {h.name: h.entries for h in holdings(settings)}["Gap register"] == 2


@pytest.mark.parametrize(
    ("gaps", "says"),
    [("nothing", "Nothing:"), ("topics", "Never the question."), ("questions", "itself")],
)
def test_what_is_kept_of_a_question_is_said_as_the_setting_has_it(
    settings: Settings, gaps: str, says: str
) -> None:
    register = next(h for h in holdings(replace(settings, gaps=gaps)) if h.place == "gaps.jsonl")
    assert says in register.says


def test_what_leaves_the_machine_is_named_with_where_it_goes(settings: Settings) -> None:
    assert sendings(settings) == []
    served = replace(
        settings,
        encoder=Endpoint("embed", "http://10.0.0.7/v1"),
        language_model=Endpoint("chat", "http://10.0.0.8/v1"),
    )
    found = sendings(served)
    assert [s.to for s in found] == ["http://10.0.0.7/v1", "http://10.0.0.8/v1"]
    assert ["every statement of material that is checked" in s.what for s in found] == [True, False]


def test_what_a_check_on_the_page_leaves_for_an_hour_is_named(settings: Settings) -> None:
    [held] = [h for h in holdings(settings) if "temporary folder" in h.place]
    assert held.goes.startswith(f"{KEPT_MINUTES} minutes")


@pytest.mark.parametrize("template", [DPIA, TRANSPARENCY])
def test_the_papers_are_filled_in_and_open_as_a_page(settings: Settings, template: str) -> None:
    text = paper(settings, template, ".md", "| a figure | 0.5 |", date(2026, 11, 24)).decode()
    assert "24 November 2026" in text
    assert "gaps.jsonl" in text
    assert "0.5" in text
    assert "$" not in text
    tables: list[str] = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, _: tables.append(tag)  # type: ignore[method-assign,assignment]
    reader.feed(paper(settings, template, ".html", "", date(2026, 11, 24)).decode())
    assert tables.count("table") >= 3


@pytest.mark.parametrize("gaps", GAPS)
@pytest.mark.parametrize("lead", [False, True])
@pytest.mark.parametrize("served", [None, Endpoint("chat", "http://10.0.0.8/v1")])
def test_the_risks_are_told_as_the_settings_have_them(
    settings: Settings, gaps: str, lead: bool, served: Endpoint | None
) -> None:
    set_so = replace(settings, gaps=gaps, lead=lead, language_model=served)
    text = paper(set_so, DPIA, ".md", "", date(2026, 11, 24)).decode()
    rows = [r for r in text.partition("## Step 5")[2].splitlines() if r.startswith("| ")]
    named, record, read, wrong = rows[1:5]
    keeps = gaps == "questions"
    for row in (named, read):
        assert ("No question is written to disk" in row) is not keeps
        assert ("are kept in the registers" in row) is keeps
        assert ("whoever may read the data folder" in row) is keeps
    assert ("Masked questions go to the servers named above" in read) is bool(served)
    assert ("No question leaves this machine" in read) is (served is None)
    assert ("Quotations only" in wrong) is (not lead or served is None)
    assert "neither searched, kept, sent" in record
    assert ("| nowhere on disk |" in text) is not keeps


def test_the_record_says_who_has_signed_off_the_replies_or_that_nobody_has(
    settings: Settings, tmp_path: Path
) -> None:
    def record() -> str:
        return paper(given, TRANSPARENCY, ".md", "", date(2026, 11, 24)).decode()

    prompts = tmp_path / "prompts"
    shutil.copytree(ROOT / "prompts", prompts)
    path, given = prompts / "replies.toml", replace(settings, prompts=prompts)
    assert "Nobody has signed them off yet." in record()
    owned = path.read_text().replace('"nobody yet"', '"Ms Lead"\nreview_by = 2027-05-31')
    path.write_text(owned)
    assert "Nobody has signed them off yet." in record()
    once = owned.replace('checked_on = "never"', "checked_on = 2026-11-30", 1)
    path.write_text(once)
    assert re.search(r"\b1 of \d+ is signed off by Ms Lead", record())
    path.write_text(owned.replace('checked_on = "never"', "checked_on = 2026-11-30"))
    assert re.search(r"All \d+ are signed off by Ms Lead; the next.* 31 May 2027\.", record())


def test_a_template_with_an_unknown_name_is_a_sentence(settings: Settings, tmp_path: Path) -> None:
    shutil.copy(ROOT / "prompts" / "replies.toml", tmp_path)
    (tmp_path / DPIA).write_text("# $nobody")
    with pytest.raises(SettingsError, match=r"has a \$name that is not filled in"):
        paper(replace(settings, prompts=tmp_path), DPIA, ".md", "", date(2026, 11, 24))


def test_the_command_prints_what_is_held_and_writes_the_papers(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HANDBOOK_DATA", str(settings.data))
    assert main(["privacy"]) == 0
    assert "What leaves this machine:\n  Nothing." in capsys.readouterr().out
    target = settings.data / "dpia.html"
    assert main(["privacy", "--dpia", str(target)]) == 0
    assert "Success@1" in target.read_text()
    assert main(["privacy", "--dpia", "dpia.pdf"]) == 1
    assert "end it with .md or .html" in capsys.readouterr().err
    assert not (ROOT / "dpia.pdf").exists()
