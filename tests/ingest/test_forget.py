"""Erasure: what was forgotten is in no file of the data folder, and that is looked for."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from handbook.answer import Step
from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.catalogue import Catalogue
from handbook.check.kept import keep_check, kept_checks
from handbook.check.records import Check, Line
from handbook.check.run import Checker
from handbook.cli import main
from handbook.doctor import examine
from handbook.domain import Span
from handbook.erased import UNPROVED, is_erased
from handbook.errors import BuildError, SettingsError, StoreError
from handbook.feedback import Feedback, Verdict, keep_feedback, read_feedback
from handbook.gaps import FILE as GAPS
from handbook.gaps import Gap, read_gaps
from handbook.index import editions
from handbook.personal.mask import Masker
from handbook.present import answer_text
from handbook.register import Register
from handbook.runs.folder import OUTCOMES, REPORT, runs_below
from handbook.settings import Settings
from ingest import forget as forgetting
from ingest.build import ingest
from ingest.forget import Erased, forget
from ingest.manifest import Listed, list_corpus
from ingest.proof import search

KEPT = "# Meetings\n\n1.1 The first planning meeting must be held within ten working days of it.\n"
SECRET = "# Secret\n\n1.1 The zebrafinch agreement must be signed by the nightingale officer.\n"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two sources, one of them to be forgotten."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text(KEPT)
    (corpus / "secret.md").write_text(SECRET)
    made = Settings(corpus=corpus, data=tmp_path / "data")
    ingest(made, list_corpus(corpus), whole=True)
    (made.data / "cache").mkdir()
    (made.data / "cache" / "page.txt").write_text("zebrafinch")
    return made


def erase(settings: Settings, source: str = "secret") -> Erased:
    return forget(settings, source)


def holding(data: Path, word: str) -> list[str]:
    return [p.name for p in data.rglob("*") if p.is_file() and word.encode() in p.read_bytes()]


def test_no_file_holds_what_was_forgotten_and_an_open_handbook_goes_on(settings: Settings) -> None:
    book = Handbook.open(settings)
    assert book.search("zebrafinch agreement")[0].edition.source_id == "secret"
    assert holding(settings.data, "zebrafinch")
    erased = erase(settings)
    assert erased.proved
    assert erased.proof.phrases > 0
    assert erased.still_listed == ("secret.md",)
    assert holding(settings.data, "zebrafinch") == []
    assert "ten working days" in book.ask(Question("when is the first planning meeting held")).text
    assert all(h.edition.source_id != "secret" for h in book.search("zebrafinch agreement"))
    assert {r.source_id for r in book.receipts().values()} == {"meetings"}
    assert book.catalogue.document_ids() == list(editions.current(settings.data).in_force(None))
    book.close()


def test_a_question_under_way_while_its_source_is_forgotten_is_asked_again(
    settings: Settings,
) -> None:
    book = Handbook.open(settings)
    begun: list[Step] = []

    def forget_meanwhile(step: Step) -> None:
        begun.append(step)
        if begun.count(Step.READING) == 1 and step is Step.READING:
            [gone] = book.chain("secret")
            erase(settings)
            assert book.held(gone.document_id) is None  # another request opens what is now
            with pytest.raises(StoreError, match="no longer held"):
                book.units(gone.document_id)

    answer = book.ask(Question("who must sign the zebrafinch agreement"), forget_meanwhile)
    assert begun.count(Step.SEARCHING) == 2
    assert answer.status is not Status.FAILED
    assert "nightingale" not in answer_text(answer)
    book.close()


def test_a_check_under_way_while_a_source_is_forgotten_ends_in_a_sentence(
    settings: Settings,
) -> None:
    book = Handbook.open(settings)
    checker = Checker(book)
    text = "The zebrafinch agreement must be signed by the nightingale officer."
    lines = [Line(0, text, (Span(0, 0, len(text)),), "paragraph", "section 1")]
    erase(settings)
    book.opened()
    with pytest.raises(StoreError, match="no longer held"):
        checker.check(lines, None)
    book.close()


def test_the_last_source_can_be_forgotten_after_it_was_withdrawn(settings: Settings) -> None:
    (settings.corpus / "secret.md").unlink()
    ingest(settings, list_corpus(settings.corpus), whole=True)
    erase(settings, "meetings")
    assert holding(settings.data, "zebrafinch")
    erased = erase(settings)
    assert erased.proved
    assert erased.still_listed == ()
    assert holding(settings.data, "zebrafinch") == []
    assert editions.current(settings.data).documents == ()


def test_an_unknown_source_is_a_sentence(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="there are meetings, secret"):
        erase(settings, "nothing")


def die(*_arguments: object, **_named: object) -> None:
    raise KeyboardInterrupt


def stop_an_erasure(settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(forgetting, step, die)
        with pytest.raises(KeyboardInterrupt):
            erase(settings)


STEPS = ["_build_elsewhere", "_replace_catalogue", "sweep", "search"]


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_died_at_any_step_can_be_run_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stop_an_erasure(settings, monkeypatch, step)
    assert erase(settings).proved
    assert holding(settings.data, "zebrafinch") == []
    with pytest.raises(
        SettingsError, match="Nothing is held of a source of this name; there are meetings"
    ):
        erase(settings)


@pytest.mark.parametrize("step", STEPS)
def test_an_erasure_that_died_is_finished_by_the_next_ingest(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stop_an_erasure(settings, monkeypatch, step)
    (settings.corpus / "secret.md").unlink()
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert holding(settings.data, "zebrafinch") == []
    assert holding(settings.data, "secret") == []
    catalogue = Catalogue.open(settings.data)
    assert catalogue.document_ids() == list(editions.current(settings.data).in_force(None))
    catalogue.close()
    assert len(list((settings.data / "files").iterdir())) == 1


def test_the_search_finds_text_that_was_left_behind(settings: Settings) -> None:
    phrase = "The zebrafinch agreement must be signed"
    assert "catalogue.sqlite" in "".join(search(settings.data, [phrase], set()).found)


def keep_a_run(data: Path, name: str, source_id: str) -> Path:
    """The folder of an evaluation run whose one answer quotes a source."""
    folder = runs_below(data) / name
    folder.mkdir(parents=True)
    said = {"secret": SECRET, "meetings": KEPT}[source_id].splitlines()[2]
    quoted = {"citations": [{"source_id": source_id, "quote": said}]}
    (folder / OUTCOMES).write_text(json.dumps({"case_id": "1", "answer": quoted}) + "\n")
    (folder / REPORT).write_text(f"<p>{said}</p>")
    return folder


def test_evaluation_runs_that_quote_the_source_go_with_it_and_are_named(
    settings: Settings,
) -> None:
    quoting = keep_a_run(settings.data, "20260101-000000-000001", "secret")
    another = keep_a_run(settings.data, "20260101-000000-000002", "meetings")
    cut_short = keep_a_run(settings.data, "20260101-000000-000003", "meetings")
    (cut_short / OUTCOMES).write_text('{"answer": {"quote": "1.1 The zebrafinch agr')
    erased = erase(settings)
    assert erased.proved
    assert erased.runs == (quoting.name, cut_short.name)
    assert quoting.name in erased.sentence
    assert [p.name for p in runs_below(settings.data).iterdir()] == [another.name]


def test_what_this_program_does_not_erase_is_named_with_what_to_do(settings: Settings) -> None:
    note = settings.data / "notes.txt"
    note.write_text(SECRET)
    erased = erase(settings)
    assert not erased.proved
    assert erased.proof.found == ("notes.txt",)
    assert "notes.txt" in erased.sentence
    assert "delete" in erased.sentence
    assert "run it once more" not in erased.sentence


def test_an_erasure_of_which_the_proof_failed_is_not_at_its_end_until_what_it_names_is_gone(
    settings: Settings,
) -> None:
    (settings.corpus / "secret.md").rename(settings.corpus.parent / "secret.md")
    note, damaged = settings.data / "notes.txt", settings.data / "old.sqlite"
    note.write_text(SECRET)
    damaged.write_bytes(b"SQLite format 3\0" + b"damaged" * 100)
    first = erase(settings)
    assert (first.proof.found, first.proof.unread) == (("notes.txt",), ("old.sqlite",))
    assert "run `handbook forget secret` again" in first.sentence
    ingest(settings, list_corpus(settings.corpus), whole=True)
    [fault] = [f for f in examine(settings) if "not proved" in f.what]
    assert "notes.txt, old.sqlite" in fault.what
    damaged.write_bytes(b"readable now, and nobody knows any more what to look for in it")
    second = erase(settings)
    assert not second.proved
    assert second.proof.unread == ("notes.txt", "old.sqlite")
    note.unlink()
    damaged.unlink()
    [fault] = [f for f in examine(settings) if "not proved" in f.what]
    assert fault.mend == "Run `handbook forget secret`."
    third = erase(settings)
    assert third.proved
    assert "again" not in third.sentence
    assert not [f for f in examine(settings) if "not proved" in f.what]
    assert holding(settings.data, "secret") == []
    with pytest.raises(SettingsError, match="Nothing is held"):
        erase(settings)


def test_the_erasure_of_another_source_leaves_the_one_that_is_not_proved(
    settings: Settings,
) -> None:
    (settings.data / "notes.txt").write_text(SECRET)
    assert not erase(settings).proved
    assert erase(settings, "meetings").proved
    assert not erase(settings).proved


def test_what_belongs_to_the_volume_does_not_keep_an_erasure_from_being_proved(
    settings: Settings,
) -> None:
    own = settings.data / "lost+found"
    own.mkdir()
    (own / "secret.txt").write_text(SECRET)
    erased = erase(settings)
    assert erased.proved
    assert "lost+found" in erased.sentence


@pytest.mark.parametrize("text", ["{", "[]", '{"secret": 5}', "[" * 9999])
def test_a_record_of_failed_proofs_that_is_damaged_is_a_sentence(
    settings: Settings, text: str
) -> None:
    (settings.data / UNPROVED).write_text(text)
    with pytest.raises(SettingsError, match=r"unproved\.json .* backup"):
        erase(settings)


def test_a_file_that_cannot_be_searched_is_named_and_holds_no_later_ingest_up(
    settings: Settings,
) -> None:
    (settings.data / "old.sqlite").write_bytes(b"SQLite format 3\0" + b"damaged" * 100)
    erased = erase(settings)
    assert not erased.proved
    assert "old.sqlite could not be searched" in erased.sentence
    (settings.corpus / "secret.md").unlink()
    assert not ingest(settings, list_corpus(settings.corpus), whole=True).failed


def test_an_erasure_that_fails_before_anything_is_erased_is_not_gone_on_with(
    settings: Settings, tmp_path: Path
) -> None:
    (settings.corpus / "secret.md").unlink()
    ingest(settings, list_corpus(settings.corpus), whole=True)
    broken = replace(settings, encoder=tmp_path / "nothing")
    with pytest.raises(BuildError, match="Nothing of secret was erased"):
        forget(broken, "secret")
    assert not is_erased(settings.data, "secret")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert "secret" in {h.edition.source_id for h in editions.current(settings.data).past}
    assert erase(settings).proved


def test_an_erasure_that_fails_half_way_says_so_and_is_gone_on_with(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(forgetting, "_replace_catalogue", full)
        with pytest.raises(BuildError, match=r"No space left.*`handbook forget secret` again"):
            erase(settings)
    [fault] = [f for f in examine(settings) if "erasure" in f.what]
    assert fault.mend == "Run `handbook forget secret`."
    (settings.corpus / "secret.md").unlink()
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert holding(settings.data, "zebrafinch") == []


def test_checks_of_its_own_files_go_also_where_an_erasure_died_and_was_run_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    [gone] = [h for h in editions.current(settings.data).all() if h.edition.source_id == "secret"]
    check = Check("secret.md", gone.sha256, date(2026, 1, 1), "edition", None, (), ())
    keep_check(settings.data, check, settings.corpus / "secret.md", Masker())
    stop_an_erasure(settings, monkeypatch, "_remove")
    assert kept_checks(settings.data)
    erase(settings)
    assert kept_checks(settings.data) == []


def test_an_erasure_that_was_stopped_does_not_bar_the_mend_of_a_lost_index(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_an_erasure(settings, monkeypatch, "_build_elsewhere")
    (settings.data / "current").write_text("damaged")
    ingest(settings, list_corpus(settings.corpus), whole=True, rebuild=True)
    assert holding(settings.data, "zebrafinch") == []
    assert [h.edition.source_id for h in editions.current(settings.data).all()] == ["meetings"]


def test_a_question_that_was_kept_and_quotes_the_source_goes_with_it(settings: Settings) -> None:
    quoting = f"Who says so: {SECRET.splitlines()[2]}"
    for question in (quoting, "Who pays for tea?"):
        gap = Gap("2026-01-01", "not_covered", "leeds", "meetings", "Meetings", question)
        Register(settings.data / GAPS, Gap).add(gap)
        said = Feedback(
            "2026-01-01", Verdict.HELPED, "answered", "leeds", "meetings", "Meetings", ""
        )
        keep_feedback(settings.data, replace(said, question=question))
    run = keep_a_run(settings.data, "20260101-000000-000001", "meetings")
    (run / OUTCOMES).write_text(json.dumps({"question": quoting}) + "\n")
    erased = erase(settings)
    assert erased.proved
    assert erased.runs == (run.name,)
    assert [gap.question for gap in read_gaps(settings.data)] == ["Who pays for tea?"]
    assert [said.question for said in read_feedback(settings.data)] == ["Who pays for tea?"]


@pytest.mark.parametrize("step", STEPS)
def test_what_quotes_the_source_without_its_name_goes_though_the_erasure_died_at_any_step(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    quoting = f"Who says so: {SECRET.splitlines()[2]}"
    gap = Gap("2026-01-01", "not_covered", "leeds", "meetings", "Meetings", quoting)
    Register(settings.data / GAPS, Gap).add(gap)
    run = keep_a_run(settings.data, "20260101-000000-000001", "meetings")
    (run / OUTCOMES).write_text(json.dumps({"question": quoting}) + "\n")
    stop_an_erasure(settings, monkeypatch, step)
    erase(settings)
    assert read_gaps(settings.data) == []
    assert not run.exists()


def test_the_ingest_that_finishes_an_erasure_does_not_read_the_source_in_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = settings.data / "added"
    added.mkdir()
    (added / "secret.md").write_text(SECRET)
    stop_an_erasure(settings, monkeypatch, "_replace_catalogue")
    heard: list[Erased] = []
    listed = [*list_corpus(settings.corpus), Listed(added / "secret.md")]
    result = ingest(settings, listed, whole=True, finished=heard.append)
    assert [h.edition.source_id for h in editions.current(settings.data).all()] == ["meetings"]
    assert holding(settings.data, "zebrafinch") == []
    assert not result.failed
    assert result.left_out == ("secret.md", "secret.md")
    [erased] = heard
    assert erased.proved
    assert erased.still_listed == ("secret.md",)


def test_an_ingest_of_nothing_but_the_source_that_is_being_erased_changes_nothing_else(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_an_erasure(settings, monkeypatch, "sweep")
    secret = Listed(settings.corpus / "secret.md")
    result = ingest(settings, [secret], whole=True)
    assert result.left_out == ("secret.md",)
    assert [h.gone for h in editions.current(settings.data).documents] == [None]
    assert holding(settings.data, "zebrafinch") == []


def test_an_erasure_that_a_later_one_finishes_keeps_its_proof(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (settings.corpus / "third.md").write_text(KEPT.replace("meeting", "outing"))
    ingest(settings, list_corpus(settings.corpus), whole=True)
    stop_an_erasure(settings, monkeypatch, "_replace_catalogue")
    (settings.data / "notes.txt").write_text(SECRET)
    heard: list[Erased] = []
    assert forget(settings, "third", heard.append).proved
    [first] = heard
    assert (first.source_id, first.proof.found) == ("secret", ("notes.txt",))


@pytest.mark.parametrize("command", [["ingest"], ["forget", "meetings"]])
def test_the_command_that_finishes_an_erasure_tells_what_its_proof_found(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
) -> None:
    for name in ("HANDBOOK_CORPUS", "HANDBOOK_DATA"):
        monkeypatch.setenv(name, settings.as_environment()[name])
    stop_an_erasure(settings, monkeypatch, "_replace_catalogue")
    (settings.data / "notes.txt").write_text(SECRET)
    status = main([*command, "--json"])
    told = capsys.readouterr()
    assert "handbook: An erasure had been stopped. secret was erased" in told.err
    assert "secret.md is still in" in told.err
    assert "notes.txt" in told.err
    [finished] = json.loads(told.out)["finished"]
    assert not finished["proved"]
    if command == ["ingest"]:
        assert "secret.md was left out of this run" in told.err
    else:
        assert status == 1


def refuse_folder(monkeypatch: pytest.MonkeyPatch, refused: Path) -> None:
    """Have a folder be closed to us, as its rights would have it for anybody but root."""
    scandir = os.scandir

    def look(path: str | Path = ".") -> object:
        if Path(path) == refused:
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", look)


def test_a_folder_that_may_not_be_entered_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = settings.data / "mine" / "closed"
    closed.mkdir(parents=True)
    (closed / "notes.txt").write_text(SECRET)
    refuse_folder(monkeypatch, closed)
    proof = search(settings.data, ["The zebrafinch agreement"], set())
    assert proof.unread == ("mine/closed",)
    assert "mine/closed could not be searched" in proof.sentence


def test_a_file_that_may_not_be_looked_at_is_named(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stat = os.stat

    def look(path: str | Path, **named: bool) -> os.stat_result:
        if str(path).endswith("page.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, **named)

    monkeypatch.setattr(os, "stat", look)
    assert search(settings.data, ["nothing"], set()).unread == ("cache/page.txt",)


def test_a_damaged_mark_of_an_erasure_is_said_and_nothing_is_read_in_meanwhile(
    settings: Settings,
) -> None:
    mark = settings.data / "forgetting"
    mark.write_bytes(b"secret\xff\xfe")
    with pytest.raises(StoreError, match="Remove it, and run `handbook forget` again"):
        ingest(settings, list_corpus(settings.corpus), whole=True)
    assert any("the mark of an erasure" in fault.what for fault in examine(settings))
    mark.unlink()
    erase(settings)
