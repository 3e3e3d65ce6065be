"""What changed across the library since a day, and what relied on it, over real folders."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from pptx import Presentation

from app import application
from handbook import changes
from handbook.answer_records import Question
from handbook.book import Handbook
from handbook.check.records import Part
from handbook.cli import main
from handbook.feedback import Verdict
from handbook.settings import Settings
from handbook.since import relied as relying
from handbook.since.library import changed_since
from handbook.since.present import unread_words
from handbook.since.records import Reliance, Since, Told, Turn
from ingest.build import ingest
from ingest.manifest import list_corpus

OLD = """# Kites

## 1. Strings

1.1 The kite warden must report a broken string within three working days.

1.2 The kite warden should keep the spare reels in the locked cupboard.

1.3 A long tail is pretty and steadies the kite.

1.4 Each string is tested within two days of the purchase.

## 2. Weather

2.1 Flying may go on in rain.

2.2 The kite warden must close the field at dusk unless the lamps are lit.

## Amendments

In 2024 the chapter was written.
"""
NEW = """# Kites

## 1. Strings

1.1 The kite warden must report a broken string within five working days.

1.2 The kite warden must keep the spare reels in the locked cupboard.

1.3 A long tail steadies the kite and is pretty.

1.4 Each string is tested within two days of the delivery.

## 2. Weather

2.1 Flying may not go on in rain.

2.2 The kite warden must close the field at dusk.

## Amendments

In 2024 the chapter was written.

In 2025 paragraph 1.2 was made a duty, and rain now stops all flying.
"""
NOTE = "In 2025 paragraph 1.2 was made a duty, and rain now stops all flying."
GONE = "# Reels\n\n1.1 A reel must be oiled within six weeks of its purchase.\n"
FRESH = "# Lamps\n\n1.1 A lamp must be lit before dusk.\n"
DECK = "# Kites\n\nThe kite warden must report a broken string within three working days.\n"
DAY = date(2024, 10, 1)


def _publish(settings: Settings, *sources: tuple[str, list[tuple[int, str]]]) -> None:
    tables = []
    for name, editions in sources:
        tables.append(f'[[source]]\nid = "{name}"\ntitle = "{name.title()}"\n')
        for year, text in editions:
            (settings.corpus / f"{name}-{year}.md").write_text(text)
            tables.append(
                f'[[source.edition]]\nedition = "{year}"\neffective = {year}-09-01\n'
                f'file = "{name}-{year}.md"\n'
            )
    (settings.corpus / "manifest.toml").write_text("\n".join(tables))
    ingest(settings, list_corpus(settings.corpus), whole=True)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A deck checked and an answer praised while the old edition is in force; then the new one
    comes, another source is withdrawn, and a third is new."""
    made = Settings(corpus=tmp_path / "corpus", data=tmp_path / "data")
    monkeypatch.setenv("HANDBOOK_DATA", str(made.data))
    monkeypatch.setenv("HANDBOOK_CORPUS", str(made.corpus))
    made.corpus.mkdir()
    _publish(made, ("kites", [(2024, OLD)]), ("reels", [(2024, GONE)]))
    deck = tmp_path / "deck.md"
    deck.write_text(DECK)
    main(["check", str(deck)])
    book = Handbook.open(made)
    asked = Question("When must a broken string be reported?")
    book.take_feedback(asked, book.ask(asked), Verdict.HELPED)
    book.close()
    cases = tmp_path / "cases"
    cases.mkdir()
    quote = "The kite warden must report a broken string within three working days."
    kept = {"source": "kites", "quote": "A long tail is pretty"}
    lines = [
        {"id": "K1", "relevant": [{"source": "kites", "quote": quote}]},
        {"id": "K2", "as_of": "2024-10-01", "relevant": [{"source": "kites", "quote": quote}]},
        {"id": "K3", "relevant": [{"source": "kites", "quote": "within two days of the"}]},
        {"id": "K4", "relevant": [kept]},
    ]
    (cases / "tuning.jsonl").write_text("\n".join(map(json.dumps, lines)))
    monkeypatch.setattr(relying, "FOLDER", cases)
    _publish(made, ("kites", [(2024, OLD), (2025, NEW)]), ("lamps", [(2025, FRESH)]))
    return made


@pytest.fixture
def found(settings: Settings) -> Since:
    return _since(settings)


def _since(settings: Settings) -> Since:
    book = Handbook.open(settings)
    since = changed_since(book, DAY, date.today())
    book.close()
    return since


def _between(book: Handbook) -> str:
    """The page of what changed from the first edition of the kites to the second."""
    before, after, *_ = book.chain("kites")
    return f"/changes/{before.document_id}/{after.document_id}"


def _words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def _by_place(found: Since) -> dict[str, Told]:
    [kites] = found.turned(Turn.CHANGED)
    return {t.change.place: t for t in (*kites.substantive, *kites.reworded)}


def test_sources_that_changed_came_and_went_are_told_apart(found: Since) -> None:
    titles = {turn: [s.held.edition.title for s in found.turned(turn)] for turn in Turn}
    assert titles == {
        Turn.CHANGED: ["Kites"],
        Turn.NEW: ["Lamps"],
        Turn.WITHDRAWN: ["Reels"],
    }


def test_what_a_change_touches_tells_a_rule_from_a_rewording(found: Since) -> None:
    parts = {place: {s.part for s in told.shifts} for place, told in _by_place(found).items()}
    assert parts == {
        "paragraph 1.1": {Part.NUMBER},
        "paragraph 1.2": {Part.DUTY},
        "paragraph 1.3": set(),
        "paragraph 1.4": {Part.COUNTED_FROM},
        "paragraph 2.1": {Part.NEGATION},
        "paragraph 2.2": {Part.CONDITION},
    }
    number = _by_place(found)["paragraph 1.1"].shifts[0]
    assert (number.was, number.now) == (("three working days",), ("five working days",))


def test_changes_that_count_come_first_within_their_section(found: Since) -> None:
    [kites] = found.turned(Turn.CHANGED)
    places = [t.change.place.removeprefix("paragraph ") for t in kites.substantive]
    assert places == ["1.1", "1.4", "1.2", "2.1", "2.2"]
    assert [t.change.place for t in kites.reworded] == ["paragraph 1.3"]


def test_what_the_note_does_not_speak_of_is_silent(found: Since) -> None:
    silent = {place for place, told in _by_place(found).items() if told.is_silent}
    assert silent == {"paragraph 1.1", "paragraph 1.4", "paragraph 2.2"}
    [kites] = found.turned(Turn.CHANGED)
    assert [note.text for note in kites.notes] == [NOTE]
    noted = {place for place, told in _by_place(found).items() if told.notes}
    assert noted == {"paragraph 1.2", "paragraph 2.1"}


def test_what_quotes_changed_words_is_listed_and_nothing_else(found: Since) -> None:
    assert [r.name for r in found.resting(Reliance.CASE)] == ["K1", "K4"]
    [deck] = found.resting(Reliance.DECK)
    assert deck.name.endswith("deck.md")
    assert (deck.where, deck.count) == (("section 1",), 1)
    assert "three working days" in deck.quote
    [answer] = found.resting(Reliance.ANSWER)
    assert "helped" in answer.name
    assert "three working days" in answer.quote


@pytest.mark.parametrize("verdict", ["not covered", "outdated term"])
def test_a_statement_that_rests_on_no_quotation_relied_on_nothing(
    settings: Settings, verdict: str
) -> None:
    [path] = (settings.data / "checks").glob("*.json")
    path.write_text(path.read_text().replace('"verdict": "agrees"', f'"verdict": "{verdict}"'))
    found = _since(settings)
    assert (found.resting(Reliance.DECK), found.looked_at[Reliance.DECK]) == ((), 1)


def test_every_slide_that_relied_is_named_on_every_surface(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _publish(settings, ("kites", [(2024, OLD)]))
    made = Presentation()
    for _ in range(2):
        slide = made.slides.add_slide(made.slide_layouts[1])
        slide.placeholders[1].text_frame.text = DECK.split("\n\n")[1].strip()
    slide.notes_slide.notes_text_frame.text = DECK.split("\n\n")[1].strip()
    made.save(str(tmp_path / "lesson.pptx"))
    main(["check", str(tmp_path / "lesson.pptx"), "--area", "leeds"])
    _publish(settings, ("kites", [(2024, OLD), (2025, NEW)]))
    named = "lesson.pptx, for Leeds, slide 1, slide 2, slide 2, notes (3 statements)"
    capsys.readouterr()
    main(["changes", "--since", "2024-10-01"])
    assert named in capsys.readouterr().out
    main(["changes", "kites"])
    assert named in capsys.readouterr().out
    book = Handbook.open(settings)
    client = TestClient(application(book))
    for page in ("?since=2024-10-01", "/summary?since=2024-10-01"):
        assert named in _words(client.get(f"/library/changes{page}").text)
    assert named in _words(client.get(_between(book)).text)
    book.close()


def test_one_source_is_told_of_as_in_the_whole_library(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    main(["changes", "--since", "2024-10-01", "--json"])
    library = json.loads(capsys.readouterr().out)
    assert main(["changes", "kites", "--json"]) == 0
    one = json.loads(capsys.readouterr().out)
    [kites] = (s for s in library["sources"] if s["source_id"] == "kites")
    assert {key: one[key] for key in kites} == kites
    assert one["relied"] == [r for r in library["relied"] if r["source_id"] == "kites"]
    assert main(["changes", "kites"]) == 0
    said = capsys.readouterr().out
    assert said.index("SILENT") < said.index("Reworded:")
    assert f"the note: {NOTE}" in said
    assert "What relied on changed text:" in said
    book = Handbook.open(settings)
    page = _words(TestClient(application(book)).get(_between(book)).text)
    assert page.index("Changes of a rule") < page.index("Reworded, or said of itself")
    assert "Duty: should → must" in page
    assert f"The note “{NOTE}” The note in its place" in page
    assert "Silent: the note does not say so" in page
    assert "What relied on changed text Curated case: 2 quotations" in page
    book.close()


def test_between_editions_that_are_both_past_nothing_is_looked_for(settings: Settings) -> None:
    later = NEW.replace("five", "six")
    _publish(settings, ("kites", [(2024, OLD), (2025, NEW), (2026, later)]))
    book = Handbook.open(settings)
    page = _words(TestClient(application(book)).get(_between(book)).text)
    assert "Number: three working days → five working days" in page
    assert "looked for where the later of two editions is the one in force" in page
    book.close()


@pytest.mark.parametrize("false", ["a wording", "a note"])
def test_a_false_quotation_is_stopped_on_every_surface(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    false: str,
) -> None:
    right = changes.quote
    was, said = {"a wording": ("five", "ninety"), "a note": ("made a duty", "dropped")}[false]
    monkeypatch.setattr(changes, "quote", lambda *given: right(*given).replace(was, said))
    capsys.readouterr()
    for given in (["--since", "2024-10-01"], ["kites"]):
        assert main(["changes", *given]) == 1
        caught = capsys.readouterr()
        assert caught.out == ""
        assert "does not stand at its place" in caught.err
    book = Handbook.open(settings)
    client = TestClient(application(book))
    for address in ("/library/changes", "/library/changes/summary"):
        answer = client.get(f"{address}?since=2024-10-01")
        assert answer.status_code == 503
        assert said not in answer.text
    answer = client.get(_between(book))
    assert answer.status_code == 503
    assert said not in answer.text
    book.close()


def test_words_of_a_case_that_stand_in_another_typesetting_are_not_shown_as_a_quotation(
    settings: Settings, tmp_path: Path
) -> None:
    quote = "The kite-warden must report a broken string within three working days"
    case = {"id": "K9", "relevant": [{"source": "kites", "quote": quote}]}
    (tmp_path / "cases" / "tuning.jsonl").write_text(json.dumps(case))
    [relied] = _since(settings).resting(Reliance.CASE)
    assert (relied.name, relied.quote) == ("K9", "")
    assert "cannot be read" in unread_words(relied)


def test_a_file_corrected_in_its_place_is_a_change_since_the_day_before(
    settings: Settings,
) -> None:
    _publish(settings, ("kites", [(2024, OLD), (2025, NEW.replace("five", "four"))]))
    book = Handbook.open(settings)
    yesterday = date.today() - timedelta(days=1)
    [kites] = changed_since(book, yesterday, date.today()).turned(Turn.CHANGED)
    [told] = kites.substantive
    assert (told.shifts[0].was, told.shifts[0].now) == (
        ("five working days",),
        ("four working days",),
    )
    assert told.is_silent
    assert not changed_since(book, date.today(), date.today()).turned(Turn.CHANGED)
    book.close()


@pytest.mark.usefixtures("settings")
def test_the_command_prints_the_record_and_writes_a_summary_that_needs_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "summary.html"
    capsys.readouterr()
    assert main(["changes", "--since", "2024-10-01", "--html", str(out), "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [s["turn"] for s in record["sources"]] == ["changed", "new", "withdrawn"]
    assert "every other past answer" in record["not_kept"]
    page = out.read_text()
    assert "<del>three</del>" in page
    assert "src=" not in page
    assert "href=" not in page
    assert main(["changes", "--since", "2024-10-01"]) == 0
    assert "SILENT" in capsys.readouterr().out


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Give a SOURCE, or --since DATE"),
        (["--since", "soon"], "--since is no date; give one as"),
        (["--since", "2999-01-01"], "is still to come"),
        (["kites", "--html", "x.html"], "leave SOURCE out"),
        (["--since", "2024-10-01", "--html", "/nowhere/x.html"], "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["changes", *arguments]) == 1
    assert sentence in capsys.readouterr().err


def test_the_page_shows_the_same_and_a_wrong_day_is_a_sentence(settings: Settings) -> None:
    book = Handbook.open(settings)
    client = TestClient(application(book))
    page = unescape(client.get("/library/changes?since=2024-10-01").text)
    assert "Reworded: paragraph 1.1" in page
    assert "Silent: the note does not say so" in page
    assert "What relied on changed text" in page
    assert 'href="/library/changes"' in client.get("/library").text
    assert client.get("/library/changes").status_code == 200
    wrong = client.get("/library/changes?since=<b>")
    assert wrong.status_code == 422
    assert "is no date" in wrong.text
    assert "<b>" not in wrong.text
    summary = client.get("/library/changes/summary?since=2024-10-01")
    assert summary.headers["content-disposition"].startswith("attachment")
    assert client.get("/library/changes/summary?since=x").status_code == 404
    book.close()
