"""On the page of a check: what is true only till a day, only from one, or only elsewhere."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient
from lxml import html

from app import application
from tests.conftest import open_book
from tests.handbook.test_check_suggestions import MATERIAL, OWL, STRING, write_corpus
from tests.handbook.test_check_to_come import MANIFEST, OWLS, RULE, SAME, TO_COME
from tests.page.test_check import ended, rows, send

KITES = "# Kites\n\n1.1 {0}\n\n1.2 " + SAME + "\n"


def test_a_row_with_a_day_is_shown_with_what_holds_on_the_other_side_of_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "manifest.toml").write_text(MANIFEST)
    (corpus / "kites.md").write_text(KITES.format(RULE.format("three")))
    (corpus / "kites-to-come.md").write_text(KITES.format(TO_COME))
    (corpus / "owls.md").write_text(f"# Owls\n\n1.1 {OWLS}\n")
    book = open_book(corpus, tmp_path / "data")
    with TestClient(application(book)) as client:
        part = ended(client, send(client, text=f"{TO_COME}\n{RULE.format('three')}\n{SAME}"))
        shown = rows(part)
        # The second agrees and has a class of its own, so that no filter hides it.
        assert [verdict for verdict, _ in shown] == ["true-from", "hb-till-a-day", "agrees"]
        assert "True from 2995-04-01" in shown[0][1]
        assert f"Till 1 April 2995: “{RULE.format('three')}”" in shown[0][1]
        assert f"From 1 April 2995: “{TO_COME}”" in shown[1][1]
        links = html.fromstring(part).xpath("//a[starts-with(@href, '/evidence/')]/@href")
        assert len(links) == 5
        assert all(client.get(link).status_code == 200 for link in links)
    book.close()


def test_what_is_in_force_stands_beside_what_is_true_elsewhere_or_was_once(tmp_path: Path) -> None:
    book = open_book(write_corpus(tmp_path), tmp_path / "data")
    with TestClient(application(book)) as client:
        part = ended(client, send(client, text="\n".join(MATERIAL), area="bradford"))
        elsewhere, once = rows(part)
        assert (elsewhere[0], once[0]) == ("true-in-another-area", "true-until")
        assert f"Where it is meant to hold: “{OWL.format('four')}”" in elsewhere[1]
        assert f"Suggestion: use “{OWL.format('four')}”" in elsewhere[1]
        assert f"In its place: “{STRING.format('five')}”" in once[1]
        assert f"Suggestion: use “{STRING.format('five')}”" in once[1]
        links = html.fromstring(part).xpath("//a[starts-with(@href, '/evidence/')]/@href")
        assert len(links) == 4
        assert all(client.get(link).status_code == 200 for link in links)
    book.close()
