"""The bench: what it makes is sound, and what it shows is what it recorded."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from eval.bench import readme, report
from eval.bench.environment import PEERS
from eval.bench.goals import Goal, goals
from eval.bench.machine import processor
from eval.bench.made import Real, VariedVectors, made_documents, made_files
from eval.bench.measured_growth import exponent
from eval.bench.process import BenchError, Process, Spent
from eval.bench.quality import first_words
from eval.bench.record import (
    LAST,
    US,
    About,
    Asked,
    Builds,
    Crowd,
    Limits,
    QuestionLimit,
    Record,
    Size,
    Spread,
    SystemRecord,
    read_record,
    write_record,
)
from handbook.book import Handbook
from handbook.cite import quote, verify
from handbook.runs.figure import Figure
from ingest.document import make_document

REAL = Real(
    [["A child is seen within one day."], ["The plan is shared.", "It is reviewed in May."]]
)
ANSWERS, LOOK = f"{US}, answers", f"{US}, second look"


def test_made_passages_stand_in_their_units_as_every_passage_must() -> None:
    documents = list(made_documents(REAL, 160))
    assert [len(d.passages) for d in documents] == [75, 75, 10]
    for document in documents:
        for passage in document.passages:
            verify(document.units, passage.text, passage.spans, document.document_id)
            said = [quote(document.units, s.spans) for s in passage.sentences]
            assert " ".join(said) == passage.text
    assert len({p.passage_id for d in documents for p in d.passages}) == 160


def test_made_files_are_read_as_documents(tmp_path: Path) -> None:
    made_files(REAL, 100, tmp_path)
    read = [make_document(path, "hash", None).document for path in sorted(tmp_path.iterdir())]
    assert len(read) == 2
    assert all(document.passages for document in read)


def test_varied_vectors_are_drawn_by_the_text_and_lie_near_a_real_one() -> None:
    vectors = np.eye(384, dtype=np.float32)[:3]
    encoder = VariedVectors("fingerprint", vectors, [np.ones((3, 2), np.int8)])
    made = encoder.encode(["a", "b", "a"])
    assert np.array_equal(made[0], made[2])
    assert not np.array_equal(made[0], made[1])
    assert np.allclose(np.linalg.norm(made, axis=1), 1.0, atol=1e-5)
    assert (made @ vectors.T).max(axis=1).min() > 0.8


def test_a_figure_in_proportion_to_the_passages_has_the_exponent_one() -> None:
    assert exponent([10, 100, 1000], [2.0, 20.0, 200.0]) == pytest.approx(1.0)
    assert exponent([10, 1000], [3.0, 3.0]) == pytest.approx(0.0)
    assert exponent([10], [3.0]) is None


def test_a_labelled_sentence_beyond_the_first_300_words_is_not_seen() -> None:
    assert "seen" in first_words(["word " * 299, "Seen"])
    assert "seen" not in first_words(["word " * 300, "Seen"])


def test_a_system_answers_the_line_protocol(corpus_book: Handbook, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "eval.bench.product", "hits")
    process = Process(command, tmp_path / "log")
    process.do("open", store=corpus_book.settings.data)
    reply = process.do("ask", question="when is the first core group")
    assert reply["hits"][0][0].startswith("core-groups")
    assert {"encode", "vector query", "word query"} <= reply["steps"].keys()
    crowd = process.do("crowd", questions=["LADO how soon", "who chairs"], people=2)
    assert len(crowd["each"]) == 2
    spent = process.end()
    assert spent.processor > 0
    assert spent.memory == crowd["memory"] > 1 << 20


def test_a_system_that_ends_is_a_sentence_that_says_where_to_look(tmp_path: Path) -> None:
    process = Process((sys.executable, "-m", "eval.bench.product", "hits"), tmp_path / "log")
    with pytest.raises(BenchError, match="log says why"):
        process.do("open", store=tmp_path / "nothing")
    process.end()
    assert "IndexMissing" in (tmp_path / "log").read_text(encoding="utf-8")


def test_the_peers_are_pinned_with_hashes_and_without_torch() -> None:
    lines = PEERS.read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if "==" in line]
    assert len(pins) == sum(1 for line in lines if line.endswith("\\") and "==" in line)
    assert not [line for line in pins if line.startswith(("torch=", "nvidia", "transformers"))]
    assert "://" not in PEERS.read_text(encoding="utf-8")


def _spread(ms: float) -> Spread:
    return Spread(ms, ms * 2, ms * 3)


def _asked(ms: float) -> Asked:
    return Asked(10, _spread(ms), ms, {"encode": _spread(ms / 2)})


def _system(name: str, ms: float) -> SystemRecord:
    spent = Spent(40.0, 70.0, 1 << 28)
    builds = Builds(4000, spent, Spent(0.4, 0.4, 1), Spent(3.0, 3.0, 1), 10**7)
    crowds = tuple(Crowd(people, 10, 20.0, _spread(ms), ms) for people in (1, 8, 32))
    quality = {m: Figure(0.5, 10, 0.4, 0.6) for m in readme.MEASURES}
    return SystemRecord(name, "what it is", builds, 2.0, 10**8, _asked(ms), crowds, quality)


def a_record() -> Record:
    """A run that came to ten thousand passages."""
    systems = tuple(_system(name, ms) for name, ms in ((US, 10), (ANSWERS, 20), (LOOK, 40)))
    limit = QuestionLimit(20.0, 16.0, 24.0, 20.0, {"encode": 8.0, "vector query": 8.0})
    sizes = tuple(
        Size(name, n, Spent(1.0, n / 1000, 1), 0.0, n * 4000, 2.0, n * 2000, _asked(n / 1000))
        for name in (US, ANSWERS, LOOK)
        for n in (1_000, 10_000)
    )
    return Record(
        about=About("2026-11-30", "abc", "2 cores", "eight papers", 500, {"x": "1"}, (1.0, 1.0)),
        systems=systems,
        limits=Limits(20.0, 48.0, 2, limit, limit, 1e10),
        library=systems[0].builds,
        growth=sizes,
    )


def test_a_record_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    write_record(a_record(), tmp_path / "last.json")
    assert read_record(tmp_path / "last.json") == a_record()
    kept = json.loads((tmp_path / "last.json").read_text(encoding="utf-8"))
    del kept["about"]["processor"]
    (tmp_path / "last.json").write_text(json.dumps(kept), encoding="utf-8")
    assert read_record(tmp_path / "last.json") == a_record()  # of before it was noted
    with pytest.raises(BenchError, match="run make bench"):
        read_record(tmp_path / "none.json")


def test_goals_are_met_missed_or_not_measured() -> None:
    found = {goal.name: goal for goal in goals(a_record())}
    alone = "(reading + encoding alone"
    assert found[f"build / {alone}, over the cores), by the clock"].verdict == "missed"
    assert found[f"build / {alone}), in processor time"].verdict == "met"
    spent = "/ build, 4,000 passages, in processor time"
    assert found[f"nothing changed {spent}"].verdict == "met"
    assert found[f"one document changed {spent}"].verdict == "missed"
    times = "one question / its library calls alone"
    assert found[f"{times}, by words, in processor time"].verdict == "met"
    assert found["questions a second, 32 asking, words alone"].verdict == "missed"
    assert found[f"95 of 100, {ANSWERS}, 10,000"].verdict == "met"
    assert found[f"95 of 100, {ANSWERS}, 1,000,000"].verdict == "not measured"
    assert Goal("a", 2.0, 2.0).met


def test_a_goal_in_processor_time_says_so_and_shows_the_clock_beside_it() -> None:
    found = {goal.name: goal.shown for goal in goals(a_record())}
    asked = "one question / its library calls alone, by words, in processor time"
    assert found[asked] == "1.2 (by the clock 1.25)"
    changed = "one document changed / build, 4,000 passages, in processor time"
    assert found[changed] == "0.0429 (by the clock 0.075)"


def test_the_first_line_says_how_many_were_asked_and_on_what_machine() -> None:
    record = a_record()
    first = readme.bench_table(record).partition("\n")[0]
    assert "4,000 passages as this project cuts them, 10 questions one by one" in first
    assert "500 questions" not in first
    assert "2 cores, 10.0 GB of memory read a second, load 1.0 to 1.0;" in first
    named = replace(record, about=replace(record.about, processor="A Model 7"))
    assert "2 cores, A Model 7, 10.0 GB" in readme.bench_table(named)
    assert "A Model 7" in report.make_report(named)


def test_the_processor_is_named_as_the_kernel_names_it(tmp_path: Path) -> None:
    known = tmp_path / "cpuinfo"
    known.write_text("processor\t: 0\nmodel name\t: A Model: 7\n" * 2, encoding="utf-8")
    assert processor(known) == "A Model: 7"
    known.write_text("processor\t: 0\n", encoding="utf-8")
    assert processor(known) == processor(tmp_path / "none") == ""


def test_the_report_stands_alone_and_shows_every_system_and_goal() -> None:
    page = report.make_report(a_record())
    assert "http" not in page
    for shown in (US, ANSWERS, LOOK, *(goal.name for goal in goals(a_record()))):
        assert shown in page
    assert page.count("<svg") == 6


def test_the_table_goes_between_its_marks_and_nowhere_else(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"Before.\n{readme.BEGIN}\nold\n{readme.END}\nAfter.\n", encoding="utf-8")
    assert readme.write_table(a_record(), path)
    text = path.read_text(encoding="utf-8")
    assert text.startswith("Before.\n")
    assert text.endswith("\nAfter.\n")
    assert "old" not in text
    assert f"| {LOOK} |" in text
    changed = replace(a_record(), growth=())
    assert readme.bench_table(changed) not in text


@pytest.mark.parametrize("marks", ["", "{BEGIN}\n", "{END}\n", "{END}\n{BEGIN}\n"])
def test_a_file_without_both_marks_in_their_order_stays_as_it_is(
    marks: str, tmp_path: Path
) -> None:
    path = tmp_path / "README.md"
    text = f"Before.\n{marks.format(BEGIN=readme.BEGIN, END=readme.END)}After.\n"
    path.write_text(text, encoding="utf-8")
    assert not readme.write_table(a_record(), path)
    assert path.read_text(encoding="utf-8") == text


def test_the_readme_has_the_table_of_the_last_record() -> None:
    text = readme.README.read_text(encoding="utf-8")
    assert text.count(readme.BEGIN) == text.count(readme.END) == 1
    assert LAST.is_file()
    between = text.partition(readme.BEGIN)[2].partition(readme.END)[0].strip()
    assert between == readme.bench_table(read_record())
