"""The doctor: each fault of a corpus, of its contacts and of its glossary is named."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.doctor import examine, reminders
from handbook.endpoint import Endpoint
from handbook.settings import ROOT, Settings
from tests.model_server import ModelServer
from tests.pointing import parts

MANIFEST = """
[[source]]
id = "visits"
title = "Visits"
kind = "procedure"
authority = "statutory guidance"
digest = true
licence = "MIT"

[[source.edition]]
edition = "2024"
effective = 2024-01-01
file = "visits-2024.md"

[[source.edition]]
edition = "2026"
effective = 2026-01-01
file = "visits.md"
"""
DIGEST = """# Visits

## About this digest

This digest retells rules on visits.

## 1. Visits

1.1 A visit is made within seven days.

1.2 A visit looks at:

- the child's room;
- the child's food.

{more}
{last}

- The form for a visit is not held here.
"""
NOT_HELD = "## Not held here"
RECORD = """# Where each statement comes from

| statement | publication | paragraph or page |
|---|---|---|
| 1.1 A visit is made within seven days. | Rules | page 1 |
| 1.2 A visit looks at: the child's room; the child's food | Rules | page 2 |
"""
CONTACT = """
[[contact]]
area = "leeds"
name = "Duty"
number = "0113 000 0000"
checked_on = "never"
"""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A corpus with nothing wrong in it: one digest in two editions, contacts and a glossary."""
    corpus = tmp_path / "corpus"
    (corpus / "records").mkdir(parents=True)
    (corpus / "manifest.toml").write_text(MANIFEST)
    for name in ("visits-2024.md", "visits.md"):
        (corpus / name).write_text(DIGEST.format(more="", last=NOT_HELD))
    (corpus / "records" / "visits.md").write_text(RECORD)
    (corpus / "contacts.toml").write_text(CONTACT)
    (corpus / "glossary.toml").write_text('[acronyms]\nHV = "health visitor"\n')
    return Settings(
        corpus=corpus,
        data=tmp_path / "data",
        contacts=corpus / "contacts.toml",
        glossary=corpus / "glossary.toml",
    )


def _faults(settings: Settings) -> list[str]:
    """What is wrong beside the index, which these tests do not build."""
    return [f.what for f in examine(settings) if "index" not in f.mend and "ingest" not in f.mend]


def test_a_digest_whose_statements_are_all_traced_has_no_fault(settings: Settings) -> None:
    assert not _faults(settings)


def test_the_shipped_corpus_has_no_fault(tmp_path: Path) -> None:
    shipped = Settings(corpus=ROOT / "corpus", data=tmp_path)
    assert not _faults(shipped)


def test_a_language_model_that_does_not_answer_is_named(settings: Settings) -> None:
    pytest.importorskip("openai", reason="the extra `models` is not installed")
    nobody = replace(settings, language_model=Endpoint("wise", "http://127.0.0.1:9/v1"))
    [what] = _faults(nobody)
    assert "wise does not answer as it should" in what


def test_a_language_model_that_points_has_no_fault(settings: Settings, server: ModelServer) -> None:
    served = replace(settings, language_model=Endpoint("wise", server.url))
    server.reply = lambda _prompt: parts((1, [1], True))
    assert not _faults(served)
    server.reply = lambda _prompt: "The office is open from nine to five."
    assert _faults(served) == ["wise answered in another form than was asked for."]


def test_a_digest_without_a_record_is_named_in_each_edition(settings: Settings) -> None:
    (settings.corpus / "records" / "visits.md").unlink()
    assert [what.split(" at ")[0] for what in _faults(settings)] == [
        "visits-2024.md is a digest and has no record",
        "visits.md is a digest and has no record",
    ]


@pytest.mark.parametrize("name", ["visits-2024.md", "visits.md"])
def test_a_statement_of_any_edition_that_the_record_lacks_is_named(
    settings: Settings, name: str
) -> None:
    more = "1.3 A visit is made every six weeks."
    (settings.corpus / name).write_text(DIGEST.format(more=more, last=NOT_HELD))
    assert _faults(settings) == [f"visits.md has no row for a statement of {name}: {more!r}."]


def test_a_figure_that_differs_from_the_record_is_named(settings: Settings) -> None:
    record = settings.corpus / "records" / "visits.md"
    record.write_text(RECORD.replace("seven days", "seven working days"))
    assert [what.split(": ")[-1] for what in _faults(settings)] == [
        "'1.1 A visit is made within seven days.'."
    ] * 2


def test_an_item_of_a_list_that_differs_from_the_record_is_named(settings: Settings) -> None:
    record = settings.corpus / "records" / "visits.md"
    record.write_text(RECORD.replace("; the child's food", ""))
    assert len(_faults(settings)) == 2


def test_a_digest_that_does_not_say_what_it_lacks_is_named(settings: Settings) -> None:
    (settings.corpus / "visits.md").write_text(DIGEST.format(more="", last="## Further reading"))
    assert _faults(settings) == ["visits.md has no section 'Not held here'."]


def test_an_unreadable_digest_is_one_fault_and_no_traceback(settings: Settings) -> None:
    manifest = settings.corpus / "manifest.toml"
    manifest.write_text(MANIFEST.replace('"visits.md"', '"visits.docx"'))
    (settings.corpus / "visits.docx").write_bytes(b"PK\x03\x04 cut off")
    (found,) = _faults(settings)
    assert found.startswith("visits.docx is not a readable Word document")


def test_a_contact_that_cannot_be_shown_and_a_glossary_that_is_not_read_are_named(
    settings: Settings,
) -> None:
    settings.contacts.write_text(CONTACT.replace('"never"', '"last week"'))
    settings.glossary.write_text('[acronym]\nHV = "health visitor"\n')
    glossary, contact = _faults(settings)
    assert "'acronym' is no table of a glossary" in glossary
    assert contact == "Row 1 of [[contact]] has checked_on 'last week'; give a date or 'never'."


def test_replies_that_were_to_be_read_again_are_named_with_their_owner(
    settings: Settings, tmp_path: Path
) -> None:
    prompts = tmp_path / "prompts"
    shutil.copytree(ROOT / "prompts", prompts)
    replies = prompts / "replies.toml"
    past = '[urgent]\nowner = "Ms Lead"\nreview_by = 2020-01-31\n'
    replies.write_text(replies.read_text().replace("[urgent]\n", past))
    [fault] = [f for f in examine(replace(settings, prompts=prompts)) if "read again" in f.what]
    assert fault.what == "The fixed reply 'urgent' was to be read again by 2020-01-31."
    assert fault.mend == "Have Ms Lead read it, then put a new date in review_by."
    replies.write_text(replies.read_text().replace("2020-01-31", '"soon"'))
    fault = next(iter(examine(replace(settings, prompts=prompts))))
    assert "review_by that is no day" in fault.what


def test_replies_that_nobody_has_signed_off_are_told_of_once_until_somebody_has(
    settings: Settings, tmp_path: Path
) -> None:
    prompts = tmp_path / "prompts"
    shutil.copytree(ROOT / "prompts", prompts)
    path, given = prompts / "replies.toml", replace(settings, prompts=prompts)
    [told] = reminders(given)
    assert "not signed off" in told.what
    assert "have no owner" in told.what
    assert str(path) in told.mend
    assert not told.wrong
    owned = path.read_text().replace('"nobody yet"', '"Ms Lead"\nreview_by = 2999-05-31')
    path.write_text(owned)
    [told] = reminders(given)
    assert "owner" not in told.what
    assert "checked_on" in told.what
    path.write_text(owned.replace('checked_on = "never"', "checked_on = 2026-11-30"))
    assert not reminders(given)
