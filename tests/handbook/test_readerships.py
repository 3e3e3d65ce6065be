"""Below the role that may read it, a source does not exist: what a role is given is, to the last
score, what a corpus without the source would give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from handbook.access.roles import Role
from handbook.answer import Step
from handbook.answer_records import Question, Status
from handbook.book import Handbook
from handbook.cli import main
from handbook.commands.check import checked
from handbook.conflicts.find import find_conflicts
from handbook.doctor import examine
from handbook.errors import SettingsError, StoreError
from handbook.feedback import Verdict
from handbook.index.views import PARTS
from handbook.library import Library
from handbook.make.discussion import discussion_of
from handbook.make.handout import handout_of_topic, reviews
from handbook.make.quiz import quiz_of
from handbook.present import answer_json, hit_json
from handbook.settings import Settings
from handbook.since.library import changed_since
from handbook.since.present import since_json
from handbook.since.records import Reliance
from handbook.suggest import Suggester
from ingest.build import ingest
from ingest.manifest import list_corpus
from tests.readerships import HIDDEN, MARKS, QUESTIONS, marks_above, write_corpus


@pytest.fixture(scope="session")
def pair(restricted_book: Handbook, apart_book: tuple[Role, Handbook]) -> tuple[Handbook, Handbook]:
    """What a role sees of a corpus, and a corpus that never held the rest."""
    role, apart = apart_book
    return restricted_book.seen_by(role), apart


def told(value: Any) -> Any:
    """A record without what differs from one build of the same corpus to the next."""
    if isinstance(value, dict):
        passing = {"edition_of_index", "seconds", "index", "origin"}
        return {k: told(v) for k, v in value.items() if k not in passing}
    return [told(v) for v in value] if isinstance(value, list | tuple) else value


@pytest.mark.parametrize("text", QUESTIONS)
def test_an_answer_is_that_of_a_corpus_without_the_hidden_sources(
    pair: tuple[Handbook, Handbook], text: str
) -> None:
    seen, apart = pair
    for question in (Question(text), Question(text, as_of=date(2025, 6, 1))):
        answer, other = seen.ask(question), apart.ask(question)
        assert told(answer_json(answer)) == told(answer_json(other))
        assert told(answer.trace) == told(other.trace)
        assert answer.searched_editions == other.searched_editions
        assert Suggester(seen).suggestions(question, answer) == Suggester(apart).suggestions(
            question, other
        )
    assert [hit_json(h) for h in seen.search(text, 40)] == [
        hit_json(h) for h in apart.search(text, 40)
    ]


def test_what_is_held_made_and_compared_is_that_of_a_corpus_without_them(
    pair: tuple[Handbook, Handbook],
) -> None:
    seen, apart = pair
    day, area = date(2026, 11, 30), None
    same = {
        "sources": lambda b: [
            (s.source_id, s.edition, s.sections, s.questions, len(s.editions), s.unreadable)
            for s in Library(b).sources()
        ],
        "receipts": lambda b: [replace(r, seconds=0) for r in b.receipts().values()],
        "questions": lambda b: [(h.document_id, q) for h, q in b.review_questions()],
        "conflicts": lambda b: find_conflicts(b).found,
        "changes": lambda b: since_json(changed_since(b, date(2025, 6, 1), day)),
        "handout": lambda b: handout_of_topic(b, "planning meetings", area, day, None),
        "reviews": lambda b: [h.document_id for h in reviews(b)],
        "quiz": lambda b: quiz_of(b, "visits and meetings", area, 3, day, None),
        "discussion": lambda b: discussion_of(b, "A child was not visited.", area, day, None),
        "vocabulary": lambda b: b.opened().retriever.lexical.vocabulary,
        "documents": lambda b: b.catalogue.document_ids(),
        "mended": lambda b: b.opened().speller.mend("the quilfeather moonwart of vellun"),
        "masked": lambda b: b.masker.mask("Zaphiro Quillfeather and Ottoline rang 0808 157 0424"),
    }
    for name, of in same.items():
        assert of(seen) == of(apart), name  # type: ignore[no-untyped-call]


def test_a_check_is_that_of_a_corpus_without_them(
    pair: tuple[Handbook, Handbook], tmp_path: Path
) -> None:
    seen, apart = pair
    deck = tmp_path / "deck.md"
    deck.write_text("# Deck\n\nThe first planning meeting must be held within 137 working days.\n")
    of_both = [checked(book, deck, deck.read_bytes(), None) for book in (seen, apart)]
    assert of_both[0].findings == of_both[1].findings


def test_who_may_read_them_is_answered_from_them(restricted_book: Handbook) -> None:
    answer = restricted_book.seen_by(Role.EDITOR).ask(
        Question("who must chair the quillfeather meeting")
    )
    assert "vellum officer" in answer.text
    asked = restricted_book.seen_by(Role.TRAINER).ask(
        Question("What questions does the TARN review ask?")
    )
    assert "moonwort plan" in asked.text
    assert restricted_book.seen_by(Role.READER).ask(
        Question("What does AMBER ask?")
    ).status not in (
        Status.ANSWERED,
        Status.FAILED,
    )


def test_no_query_on_what_a_role_sees_gives_a_hidden_document(restricted_book: Handbook) -> None:
    hidden = {
        h.document_id: restricted_book.catalogue.passages_of(h.document_id)
        for h in restricted_book.opened().edition.all()
        if h.edition.source_id in HIDDEN[Role.EDITOR]
    }
    assert len(hidden) == 3
    seen = restricted_book.seen_by(Role.READER)
    for key, passages in hidden.items():
        assert len(passages) > 0
        assert seen.held(key) is seen.standing(key) is seen.raw_file(key) is None
        assert len(seen.catalogue.units(key)) == len(seen.catalogue.passages_of(key)) == 0
        with pytest.raises(StoreError, match="no longer held"):
            seen.units(key)
        assert not seen.catalogue.passages([p.passage_id for p in passages])
        assert not seen.catalogue.holds(key)
        assert seen.catalogue.receipt(key) is None
        assert not seen.catalogue.review_questions(key)
    for source_id in HIDDEN[Role.EDITOR]:
        assert not seen.chain(source_id)
    everything = [*seen.catalogue._rows("SELECT * FROM passage JOIN unit USING (document_id)", ())]
    assert everything
    assert not [m for m in marks_above(Role.READER) if m in repr(everything).lower()]


def test_no_view_of_a_view_sees_more(restricted_book: Handbook) -> None:
    assert restricted_book.seen_by(Role.READER).seen_by(Role.ADMIN).role is Role.READER
    assert restricted_book.seen_by(Role.ADMIN).reads_all
    assert not restricted_book.seen_by(Role.TRAINER).reads_all


@pytest.mark.parametrize("apart_book", [Role.READER], indirect=True)
def test_where_nothing_is_restricted_all_share_what_is_open_and_no_byte_is_written_for_it(
    apart_book: tuple[Role, Handbook],
) -> None:
    _, book = apart_book
    assert book.seen_by(Role.READER).opened() is book.opened()
    folder = book.settings.data / "index" / book.opened().edition.edition_id
    assert 'readers"' not in (folder / "edition.json").read_text()
    assert sorted(p.name for p in folder.iterdir() if p.name in ("lexical", *PARTS)) == ["lexical"]


def test_the_answers_and_checks_of_others_do_not_come_out_with_the_changes(
    restricted_book: Handbook, tmp_path: Path
) -> None:
    book = restricted_book.seen_by(Role.ADMIN)
    book.settings = replace(book.settings, data=tmp_path, gaps="questions")
    for text in ("who must chair the quillfeather meeting", "how often must a child be visited"):
        asked = Question(text, as_of=date(2026, 1, 1))
        assert book.take_feedback(asked, book.ask(asked), Verdict.HELPED)
    whole = changed_since(book, date(2025, 6, 1), date(2026, 11, 30))
    seen = changed_since(book.seen_by(Role.READER), date(2025, 6, 1), date(2026, 11, 30))
    assert "quillfeather meeting" in repr(whole.relied)
    assert [r.kind for r in seen.relied] == [Reliance.ANSWER]
    assert "how often" not in repr(seen.relied)
    assert seen.looked_at[Reliance.ANSWER] == whole.looked_at[Reliance.ANSWER] - 1


def test_the_command_line_reads_as_the_setting_says(
    restricted_book: Handbook, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in restricted_book.settings.as_environment().items():
        monkeypatch.setenv(name, value)
    ask = ["ask", "--json", "who must chair the planning meeting"]
    search = ["search", "--json", "quillfeather planning meeting"]
    for command, told_to_all in ((ask, "team manager"), (search, "planning meeting")):
        monkeypatch.setenv("HANDBOOK_READ_AS", "admin")
        assert main(command) == 0
        assert "vellum" in capsys.readouterr().out
        monkeypatch.setenv("HANDBOOK_READ_AS", "reader")
        assert main(command) == 0
        said = capsys.readouterr().out
        assert told_to_all in said
        assert not [m for m in marks_above(Role.READER) if m in said.lower()]
    assert main(["changes", "quillfeather-book"]) == 1
    assert "amber" not in capsys.readouterr().err
    monkeypatch.setenv("HANDBOOK_READ_AS", "nobody")
    assert main(["search", "x"]) == 1
    assert "HANDBOOK_READ_AS: 'nobody' is not a role" in capsys.readouterr().err


def test_a_question_under_way_while_its_source_is_restricted_is_asked_again(
    tmp_path: Path,
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "meetings.md").write_text("# Meetings\n\n1.1 The manager must chair meetings.\n")
    (corpus / "vellum.md").write_text("# Vellum\n\n1.1 The vellum officer must sign the vellum.\n")
    table = '[[source]]\nid = "{0}"\ntitle = "{0}"\n{1}[[source.edition]]\nfile = "{0}.md"\n'

    def bring_in_line(readers: str) -> None:
        rows = (("meetings", ""), ("vellum", readers))
        (corpus / "manifest.toml").write_text("".join(table.format(*row) for row in rows))
        ingest(settings, list_corpus(corpus), whole=True)

    settings = Settings(corpus=corpus, data=tmp_path / "data")
    bring_in_line("")
    book = Handbook.open(settings).seen_by(Role.READER)
    begun: list[Step] = []

    def restrict_meanwhile(step: Step) -> None:
        begun.append(step)
        if begun.count(Step.READING) == 1 and step is Step.READING:
            bring_in_line('readers = "editor"\n')
            assert not book.chain("vellum")  # another request opens what is now

    answer = book.ask(Question("who must sign the vellum"), restrict_meanwhile)
    assert begun.count(Step.SEARCHING) == 2
    assert answer.status is not Status.FAILED
    assert not answer.citations
    book.close()


def test_the_marks_stand_where_they_should(restricted_book: Handbook) -> None:
    """Else no walk below would find anything."""
    for role, marks in MARKS.items():
        ids = {
            h.document_id
            for h in restricted_book.opened().edition.all()
            if h.edition.source_id in HIDDEN[role]
        }
        text = (
            " ".join(u.text for key in ids for u in restricted_book.units(key))
            .lower()
            .replace(" ", "")
        )
        assert all(mark.replace(" ", "") in text + "1570424 1570535" for mark in marks), role


def test_a_setting_that_names_no_role_is_a_sentence() -> None:
    with pytest.raises(SettingsError, match="there are reader, trainer, editor, admin"):
        Settings.from_environment({"HANDBOOK_READ_AS": "boss"})


def test_the_doctor_names_what_is_damaged_for_some_roles_alone(tmp_path: Path) -> None:
    settings = Settings(corpus=write_corpus(tmp_path / "corpus"), data=tmp_path / "data")
    ingest(settings, list_corpus(settings.corpus), whole=True)
    assert not [fault for fault in examine(settings) if "dense index" in fault.what]
    [damaged] = (tmp_path / "data" / "index").glob(f"*/{PARTS[0]}/vectors/chroma.sqlite3")
    damaged.write_bytes(b"")
    [fault] = [fault for fault in examine(settings) if "dense index" in fault.what]
    assert PARTS[0] in fault.what
