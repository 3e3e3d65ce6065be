"""Below the role that may read it, no address of the pages, the API or the tools knows of a source;
the table of roles is walked, so that a new address is looked at without a word here."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest
from fastapi.testclient import TestClient

from api.http import ADDRESS
from app import application
from handbook.access.accounts import Accounts
from handbook.access.roles import GroupRole, Person, Role
from handbook.access.sessions import Sessions
from handbook.access.store import FILE
from handbook.book import Handbook
from handbook.runs.folder import runs_below
from page.access.caller import COOKIE
from page.access.rates import ASKING, Buckets
from page.access.table import rule_for
from tests.handbook.test_access import PASSWORD
from tests.page.test_access import HERE, client, proxied, routes_of, signed_in
from tests.page.test_check import ended, send
from tests.page.test_editor import OWN
from tests.readerships import BELOW, HIDDEN, MARKS, QUESTIONS, marks_above

_THE_LIBRARYS_OWN = ("/gradio_api", "/login", "/logout", "/monitoring", "/proxy=")
"""They answer from no handbook; what the Ask page does with them has a test of its own."""
FORMS = ("print", "docx", "pptx", "md", "agenda")
RUN = "20260101-000000"


@pytest.fixture(scope="module")
def book(restricted_book: Handbook) -> Iterator[Handbook]:
    """The corpus, an account for each role, and a run that quotes what is for editors."""
    data = restricted_book.settings.data
    for role in Role:
        Accounts(data).add(role, role, PASSWORD)
    run = runs_below(data) / RUN
    run.mkdir(parents=True)
    (run / "report.html").write_text("<p>the vellum officer</p>")
    yield restricted_book
    (data / FILE).unlink()
    shutil.rmtree(runs_below(data))


def words_of(content: bytes) -> str:
    """What is said in an answer of any form, in lower case."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b" ".join(packed.read(name) for name in packed.namelist())
    return content.decode(errors="replace").lower()


def filled(book: Handbook, template: str) -> Iterator[str]:
    """An address with what belongs to each hidden source in its places, and to one for all."""
    names = set(re.findall(r"\{(\w+)", template))
    for held in book.opened().edition.all():
        known = {
            "source_id": held.edition.source_id,
            "document_id": held.document_id,
            "before": held.document_id,
            "after": held.document_id,
            "place": "0.2-20",
            "number": "1",
            "page": "0",
            "width": "400",
            "name": RUN,
            "deed": "forget",
        }
        yield re.sub(r"\{(\w+)[^}]*\}", lambda m: known.get(m[1], held.document_id), template)  # noqa: B023
        if not names:
            return


def requests(book: Handbook, role: Role) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """All that a role may send, to every route that there is."""
    asked = json.dumps([{"question": text} for text in QUESTIONS[2:5]])
    hidden = [
        h for h in book.opened().edition.all() if h.edition.source_id in sum(HIDDEN.values(), ())
    ]
    query = {"q": "planning meeting", "words": "", "since": "2025-06-01", "a": RUN, "b": RUN}
    form = {"asked": asked, "whole": "1", "topic": "planning meetings and visits", "count": "9"}
    for method, template in sorted(set(routes_of(application(book).routes))):
        rule = rule_for(template.replace("{", "").replace("}", ""))
        if rule is None or (rule.role and not role.may(rule.role)) or method in ("HEAD", "OPTIONS"):
            continue
        if template.startswith(_THE_LIBRARYS_OWN):
            continue
        for address in filled(book, template):
            if method == "GET":
                yield method, address, {"params": query}
            elif address.startswith(ADDRESS):
                field = "query" if address.endswith("search") else "question"
                yield from ((method, address, {"json": {field: text}}) for text in QUESTIONS)
            elif not address.startswith(("/editor", "/sign-out", "/gradio_api", "/check")):
                for name in FORMS if rule.rate is ASKING else FORMS[:1]:
                    chosen = [f"{h.document_id}|0.2-20" for h in hidden]
                    data = {**form, "form": name, "question": chosen, "scenario": QUESTIONS[0]}
                    yield method, address, {"data": data}
                    if "/make" in address:
                        yield method, address, {"data": data | {"review": "amber", "form": name}}
                        yield method, address, {"data": data | {"review": "tarn", "form": name}}


@pytest.mark.parametrize("role", [Role.READER, Role.TRAINER, Role.EDITOR])
def test_no_address_tells_a_role_of_a_source_above_it(
    book: Handbook, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Buckets, "take", lambda *_: 0.0)
    browser = signed_in(book, role)
    seen: set[str] = set()
    for method, address, sent in requests(book, role):
        answer = browser.request(method, address, follow_redirects=True, **sent)
        assert answer.status_code not in (429, 500), f"{method} {address}"
        words = words_of(answer.content)
        given = repr(sent).lower()  # which a sentence may repeat
        told = [mark for mark in marks_above(role) if mark in words and mark not in given]
        assert not told, f"{method} {address} tells a {role} of {told}"
        seen |= {mark for marks in MARKS.values() for mark in marks if mark in words}
    for least, marks in MARKS.items():
        if role.may(least):
            missing = {m for m in marks if " " not in m and not m.isdecimal()} - seen
            assert not missing, f"the walk would not have seen {missing}"


@pytest.mark.parametrize("role", BELOW)
def test_a_hidden_place_is_missing_as_one_that_never_was(book: Handbook, role: Role) -> None:
    browser = signed_in(book, role)
    held = next(h for h in book.opened().edition.all() if h.edition.source_id == "amber")
    for template in (
        "/documents/{}",
        "/editions/{}",
        "/editions/{}/sections/1",
        "/evidence/{}/0.2-20",
        "/changes/{0}/{0}",
        f"{ADDRESS}/editions/{{}}",
        f"{ADDRESS}/evidence/{{}}/0.2-20",
    ):
        there = browser.get(template.format(held.document_id))
        never = browser.get(template.format("0" * len(held.document_id)))
        assert (there.status_code, there.content) == (404, never.content), template
    for template in ("/library/{}", f"{ADDRESS}/sources/{{}}"):
        there, never = (browser.get(template.format(name)) for name in ("amber", "never"))
        assert (there.status_code, there.content) == (404, never.content), template


def test_the_pages_are_those_of_a_corpus_without_the_hidden_sources(
    book: Handbook, apart_book: tuple[Role, Handbook]
) -> None:
    role, apart = apart_book
    Accounts(apart.settings.data).add(role, role, PASSWORD)
    here, there = signed_in(book, role), signed_in(apart, role)
    pages = ["/library", "/questions", "/library/changes?since=2025-06-01", "/evaluation"]
    pages += [f"{ADDRESS}/sources", f"{ADDRESS}/review-questions", "/library/visits"]
    pages += ["/make", "/check"] if role is Role.TRAINER else []
    for page in pages:
        assert here.get(page).text == there.get(page).text, page


@pytest.mark.parametrize("role", BELOW)
def test_no_tool_tells_a_role_of_a_source_above_it(book: Handbook, role: Role) -> None:
    pytest.importorskip("mcp", reason="the extra `mcp` is not installed")
    from mcp.shared.memory import create_connected_server_and_client_session

    from api.mcp_server import mcp_server

    hidden = next(h for h in book.opened().edition.all() if h.edition.source_id == "amber")
    place = {"document_id": hidden.document_id, "spans": [{"unit": 0, "start": 2, "end": 20}]}
    given: dict[str, list[dict[str, Any]]] = {
        "ask": [{"question": text} for text in QUESTIONS],
        "search": [{"query": text, "count": 20} for text in QUESTIONS],
        "open_passage": [place],
    }

    async def talk() -> str:
        served = mcp_server(book.seen_by(role))
        async with create_connected_server_and_client_session(served) as session:
            said = []
            for tool in (await session.list_tools()).tools:
                for arguments in given.get(tool.name, [{}]):
                    said.append((await session.call_tool(tool.name, arguments)).model_dump_json())
            return " ".join(said).lower()

    with ThreadPoolExecutor(1) as pool:
        said = pool.submit(anyio.run, talk).result()
    assert "team manager" in said
    assert not [mark for mark in marks_above(role) if mark in said]


def test_a_token_reads_as_its_role(book: Handbook) -> None:
    asked = {"question": "who must chair the planning meeting about quilfeather"}
    for role, finds in ((Role.READER, False), (Role.EDITOR, True)):
        token = Accounts(book.settings.data).new_token(role)
        sent = client(book).post(
            f"{ADDRESS}/ask", json=asked, headers={"authorization": f"Bearer {token}"}
        )
        assert ("vellum" in sent.text) is finds


@pytest.fixture
def proxied_browser(book: Handbook) -> Iterator[TestClient]:
    """A browser whose role is what the proxy says with each request."""
    before = book.settings
    groups = tuple(GroupRole(role, role) for role in Role)
    with proxied(book, proxy_roles=groups) as browser:
        browser.headers.update(OWN | {"x-forwarded-user": "anna"})
        yield browser
    book.settings = before


def test_another_role_holds_from_the_next_request_on(proxied_browser: TestClient) -> None:
    found = {}
    for role in (Role.EDITOR, Role.READER, Role.TRAINER, Role.ADMIN):
        proxied_browser.headers["x-forwarded-groups"] = role
        found[role] = [
            proxied_browser.get(f"/library/{name}").status_code for name in ("tarn", "amber")
        ]
    assert found == {
        Role.EDITOR: [200, 200],
        Role.READER: [404, 404],
        Role.TRAINER: [200, 404],
        Role.ADMIN: [200, 200],
    }


class AskPage:
    """The Ask page of one open tab, by what its browser sends."""

    def __init__(self, browser: TestClient) -> None:
        self.browser = browser
        self.config = browser.get("/config").json()

    def ask(self, text: str) -> str:
        """Ask a question, in a conversation that the server has; all that came back."""
        action = next(d for d in self.config["dependencies"] if d["targets"][0][1] == "submit")
        goes_by = ["Not stated", None, None, ""]
        others = len(action["inputs"]) - len(goes_by) - 1
        sent = {
            "data": [text, *[None] * others, *goes_by],
            "fn_index": action["id"],
            "trigger_id": action["targets"][0][0],
            "session_hash": "tab",
        }
        assert self.browser.post("/gradio_api/queue/join", json=sent).status_code == 200
        got = self.browser.get("/gradio_api/queue/data", params={"session_hash": "tab"}).text
        assert "process_completed" in got
        return got.lower()


def test_the_ask_page_answers_from_what_whoever_asks_may_read(proxied_browser: TestClient) -> None:
    proxied_browser.headers["x-forwarded-groups"] = Role.EDITOR
    tab = AskPage(proxied_browser)
    asked = "who must chair the quillfeather planning meeting"
    assert "vellum officer" in tab.ask(asked)
    proxied_browser.headers["x-forwarded-groups"] = Role.READER
    after = tab.ask("how often must a child be visited")
    assert "every twenty working days" in after
    own_words = after.replace(asked, "")
    assert not [m for m in marks_above(Role.READER) if m in own_words]
    assert "quillfeather" in after, "what was asked before is asked again"


def test_a_check_is_of_what_its_sender_may_read_and_no_lower_role_opens_it(book: Handbook) -> None:
    served = application(book)
    people = {}
    for role in Role:
        people[role] = TestClient(served, base_url=HERE)
        people[role].cookies.set(COOKIE, Sessions(book.settings.data).begin(Person(role, role)))
        people[role].headers.update(OWN)
    text = "The vellum officer must chair the planning meeting (ZQXP)."
    with people[Role.EDITOR] as editor:
        sent = {role: send(people[role], text=text) for role in (Role.TRAINER, Role.EDITOR)}
        outcome = ended(people[Role.TRAINER], sent[Role.TRAINER])
        assert "planning meeting" in outcome
        assert "Quillfeather book" not in outcome
        assert people[Role.TRAINER].get(sent[Role.EDITOR]).status_code == 404
        people[Role.TRAINER].post(f"{sent[Role.EDITOR]}/drop")
        assert editor.get(sent[Role.EDITOR]).status_code == 200
        assert editor.get(sent[Role.TRAINER]).status_code == 200


def test_the_list_of_the_library_says_who_reads_what_not_everybody_may(book: Handbook) -> None:
    told = {"tarn": "Read by trainers and above", "amber": "Read by editors and above"}
    for role, sources in ((Role.READER, ()), (Role.TRAINER, ("tarn",)), (Role.EDITOR, told)):
        there = signed_in(book, role)
        entries = there.get("/library").text.split('<p class="hb-source-title">')[1:]
        marked = [entry for entry in entries if "Read by" in entry]
        assert len(marked) == sum(len(HIDDEN[r]) for r in HIDDEN if role.may(r))
        for name in sources:
            [entry] = [entry for entry in marked if f'"/library/{name}"' in entry]
            assert told[name] in entry
        listed = {s["source_id"]: s["readers"] for s in _listed(there)}
        assert listed["visits"] == "reader"
        assert {listed[name] for name in sources} <= {"trainer", "editor"}


def _listed(there: TestClient) -> list[dict[str, Any]]:
    sources: list[dict[str, Any]] = there.get(f"{ADDRESS}/sources").json()["sources"]
    return sources
