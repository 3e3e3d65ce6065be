"""The gate before all addresses: who is let through to which, how often, and from where."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from lxml import html

from api.http import ADDRESS
from app import application
from handbook.access.accounts import Accounts
from handbook.access.roles import EVERYBODY, GroupRole, Person, Role
from handbook.access.sessions import Sessions
from handbook.access.store import FILE
from handbook.audit import read_trail
from handbook.book import Handbook
from handbook.domain import Span
from handbook.settings import Settings
from page.access.caller import COOKIE
from page.access.rates import ASKING, SIGNING_IN, Buckets
from page.access.table import MOST_BYTES, RULES, rule_for
from page.address import evidence_address
from tests.conftest import open_book
from tests.handbook.test_access import PASSWORD
from tests.page.test_editor import KITES, MEETINGS, OWN, do, ended, files, send, text_of

HERE = "http://handbook.example"
A_PAGE = {"accept": "text/html"}
PROXY = "10.0.0.1"
QUESTION = {"question": "when must the first planning meeting be held"}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handbook]:
    """One source, and an account for each role, named as its role."""
    folder = tmp_path_factory.mktemp("access")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "meetings.md").write_text(MEETINGS)
    opened = open_book(folder / "corpus", folder / "data")
    for role in Role:
        Accounts(folder / "data").add(role, role, PASSWORD)
    yield opened
    opened.close()


@pytest.fixture
def book(kept: Handbook) -> Iterator[Handbook]:
    """The same, with the settings that a test gives it for itself."""
    before = kept.settings
    yield kept
    kept.settings = before


def client(book: Handbook, host: str = "10.9.9.9", base: str = HERE) -> TestClient:
    """A browser on another machine that has not signed in."""
    return TestClient(application(book), base_url=base, client=(host, 50000))


def signed_in(book: Handbook, role: Role) -> TestClient:
    """One that has, and sends forms from the handbook's own pages."""
    browser = client(book)
    browser.cookies.set(COOKIE, Sessions(book.settings.data).begin(Person(role, role)))
    browser.headers.update(OWN)
    return browser


def proxied(book: Handbook, **settings: Any) -> TestClient:
    """One that comes through a proxy that signs people in."""
    data, corpus = book.settings.data, book.settings.corpus
    trusted = (ip_network(PROXY),)
    book.settings = Settings(corpus=corpus, data=data, trusted_proxy=trusted, **settings)
    return client(book, PROXY)


def routes_of(routes: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Every method and address of an application and of those that it mounts."""
    for route in routes:
        if included := getattr(route, "original_router", None):
            yield from routes_of(included.routes, before + route.include_context.prefix)
        elif below := getattr(route, "routes", None):
            yield from routes_of(below, before + route.path)
        else:
            for method in getattr(route, "methods", None) or {"GET"}:
                yield method, before + route.path


def test_every_route_has_a_role_in_the_table(book: Handbook) -> None:
    found = list(routes_of(application(book).routes))
    assert len(found) > 100
    assert {
        "/editor/add",
        "/documents/{document_id}",
        f"{ADDRESS}/ask",
        "/gradio_api/queue/join",
    } <= {address for _, address in found}
    unnamed = [address for _, address in found if rule_for(address) is None]
    assert not unnamed, "name them in page/access/table.py"


def test_the_table_gives_what_changes_something_to_those_who_may() -> None:
    needed = {rule.address: rule.role for rule in RULES}
    assert needed["/editor"] is needed["/editor/add"] is Role.EDITOR
    assert needed["/check"] is needed["/make"] is Role.TRAINER
    assert needed["/accounts"] is needed["/gradio_api"] is Role.ADMIN
    open_to_all = {"/healthz", "/readyz", "/page", "/favicon.ico", "/robots.txt", "/sign-in"}
    assert {address for address, role in needed.items() if role is None} == open_to_all
    assert [r.address for r in RULES if r.takes_tokens] == ["/metrics", ADDRESS]


def test_no_route_answers_a_stranger_or_too_low_a_role(book: Handbook) -> None:
    stranger, people = client(book), {role: signed_in(book, role) for role in Role}
    for method, template in sorted(set(routes_of(application(book).routes))):
        address = re.sub(r"\{[^}]*\}", "1", template)
        rule = rule_for(address)
        assert rule
        if rule.role is None:
            continue
        seen = stranger.request(method, address, headers=OWN).status_code
        assert seen == 401, f"{method} {address} answers a stranger with {seen}"
        for role, person in people.items():
            if not role.may(rule.role):
                seen = person.request(method, address).status_code
                assert seen == 403, f"{method} {address} answers a {role} with {seen}"


@pytest.mark.parametrize(
    "address",
    [
        "//editor",
        "/editor/../accounts",
        "/EDITOR",
        "/%65ditor",
        "/editor%2fadd",
        "/nothing",
        "/page",
    ],
)
def test_no_way_of_writing_an_address_leads_round_the_gate(book: Handbook, address: str) -> None:
    answer = signed_in(book, Role.READER).get(HERE + address)
    assert answer.status_code in (403, 404)
    assert "Add files" not in answer.text


def test_a_reader_asks_and_reads(book: Handbook) -> None:
    reader = signed_in(book, Role.READER)
    for address in ("/", "/config", "/library", "/questions", "/evaluation", "/account"):
        assert reader.get(address).status_code == 200, address
    answer = reader.post(f"{ADDRESS}/ask", json=QUESTION).json()
    assert answer["status"] == "answered"
    document = answer["citations"][0]["document_id"]
    assert reader.get(f"/documents/{document}").status_code == 200
    refused = reader.get("/editor", headers=A_PAGE)
    assert refused.status_code == 403
    assert "signed in as reader with the role reader; this needs editor" in text_of(refused.text)


def test_a_page_sends_a_stranger_to_sign_in_and_back_without_what_was_asked(
    book: Handbook,
) -> None:
    answer = client(book).get("/library?words=secret", headers=A_PAGE, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=/library"


@pytest.mark.parametrize(
    ("asked", "entered"),
    [
        ("/library/changes?since=2026-01-01", "/library/changes?since=2026-01-01"),
        ("/library?words=secret&area=leeds", "/library?area=leeds"),
        ("/editor/search?q=secret", "/editor/search"),
        ("/library/changes?since=//evil.example", "/library/changes?since=%2F%2Fevil.example"),
        ("/library/changes?since=%5Cevil", "/library/changes?since=%5Cevil"),
        ("/library/changes?next=https://evil.example", "/library/changes"),
        ("/library//evil.example", "/library//evil.example"),
    ],
)
def test_who_signs_in_comes_back_to_the_page_with_its_day_or_choice_and_to_no_other_server(
    book: Handbook, asked: str, entered: str
) -> None:
    browser = client(book)
    form = html.fromstring(browser.get(HERE + asked, headers=A_PAGE).text)
    [next_page] = form.xpath("//input[@name='next_page']/@value")
    sent = {"name": "reader", "password": PASSWORD, "next_page": next_page}
    answer = browser.post("/sign-in", data=sent, headers=OWN, follow_redirects=False)
    assert answer.headers["location"] == entered


def test_an_address_that_leads_away_leads_to_no_form_for_signing_in(book: Handbook) -> None:
    answer = client(book).get(f"{HERE}//evil.example/?since=2026-01-01", headers=A_PAGE)
    assert answer.status_code == 404


def test_signing_in_opens_a_session_that_signing_out_ends(book: Handbook) -> None:
    browser = client(book)
    browser.headers.update(OWN)
    sent = {"name": "Reader", "password": PASSWORD, "next_page": "/library"}
    entered = browser.post("/sign-in", data=sent, follow_redirects=False)
    assert (entered.status_code, entered.headers["location"]) == (303, "/library")
    cookie = entered.headers["set-cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=lax", "Path=/"))
    assert "Secure" not in cookie
    assert "Max-Age" not in cookie
    key = browser.cookies[COOKIE]
    assert "as reader with the role reader" in text_of(browser.get("/account").text)
    assert browser.post("/sign-out", follow_redirects=False).headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, key)
    assert browser.get("/account").status_code == 401


@pytest.mark.parametrize(
    ("name", "password"),
    [("reader", "wrong"), ("nobody", PASSWORD), ("", ""), ("x" * 999, "y" * 999)],
)
def test_what_opens_no_account_is_told_the_same(book: Handbook, name: str, password: str) -> None:
    sent = {"name": name, "password": password}
    answer = client(book).post("/sign-in", data=sent, headers=OWN)
    assert answer.status_code == 401
    assert "No account has this name and this password" in text_of(answer.text)
    assert COOKIE not in answer.cookies
    assert "y" * 999 not in answer.text


@pytest.mark.parametrize(
    "away", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "x"]
)
def test_signing_in_leads_to_no_other_server(book: Handbook, away: str) -> None:
    sent = {"name": "reader", "password": PASSWORD, "next_page": away}
    answer = client(book).post("/sign-in", data=sent, headers=OWN, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_attempts_for_one_name_run_out_and_say_when_to_try_again(book: Handbook) -> None:
    browser = client(book)
    sent = {"name": "trainer", "password": "wrong"}
    seen = [
        browser.post("/sign-in", data=sent, headers=OWN | A_PAGE)
        for _ in range(SIGNING_IN.at_once + 1)
    ]
    assert [answer.status_code for answer in seen] == [401] * SIGNING_IN.at_once + [429]
    assert 0 < int(seen[-1].headers["retry-after"]) <= 60
    assert "try again in" in text_of(seen[-1].text)
    other = {"name": "reader", "password": PASSWORD}
    assert browser.post("/sign-in", data=other, headers=OWN, follow_redirects=False).is_redirect


def test_questions_of_one_person_run_out_and_not_those_of_another(
    book: Handbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On a busy machine a bucket would fill again while it is emptied.
    monkeypatch.setattr("page.access.gate.Buckets", lambda: Buckets(lambda: 100.0))
    served = application(book)
    reader, editor = (
        TestClient(served, base_url=HERE, cookies=signed_in(book, r).cookies, headers=OWN)
        for r in (Role.READER, Role.EDITOR)
    )
    seen = [reader.post(f"{ADDRESS}/search", json={}) for _ in range(ASKING.at_once + 1)]
    assert {answer.status_code for answer in seen[:-1]} == {422}
    assert seen[-1].status_code == 429
    assert "Too many questions" in seen[-1].json()["error"]
    assert int(seen[-1].headers["retry-after"]) >= 1
    assert editor.post(f"{ADDRESS}/search", json={}).status_code == 422
    assert reader.get("/library").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "null"}],
    ids=["says nothing", "another site", "a sister site", "no origin"],
)
@pytest.mark.parametrize(
    "address",
    ["/sign-out", "/sign-in", "/editor/sources/forget", "/gradio_api/queue/join", "/export"],
)
def test_a_form_from_elsewhere_does_nothing(
    book: Handbook, address: str, headers: dict[str, str]
) -> None:
    admin = signed_in(book, Role.ADMIN)
    del admin.headers["sec-fetch-site"]
    answer = admin.post(address, data={"source": "meetings"}, headers=headers)
    assert answer.status_code == 403
    assert "not sent from a page of the handbook" in answer.text
    assert admin.get("/account").status_code == 200


def test_what_is_too_large_is_refused_before_it_is_read(book: Handbook) -> None:
    reader = signed_in(book, Role.READER)
    large = reader.post("/export", data={"asked": "x" * MOST_BYTES})
    assert large.status_code == 413
    unmeasured = reader.post("/export", content=iter([b"asked=x"]))
    assert unmeasured.status_code == 411


def test_a_program_comes_with_a_token_to_the_api_alone(book: Handbook) -> None:
    token = Accounts(book.settings.data).new_token("editor")
    program = client(book)
    program.headers["authorization"] = f"Bearer {token}"
    assert program.post(f"{ADDRESS}/ask", json=QUESTION).json()["status"] == "answered"
    assert program.get("/editor").status_code == 401
    assert program.get("/library").status_code == 401
    Accounts(book.settings.data).new_token("editor")
    ended_token = program.post(f"{ADDRESS}/ask", json=QUESTION)
    assert ended_token.status_code == 401
    assert ended_token.headers["www-authenticate"].startswith("Bearer")
    assert "handbook account token" in ended_token.json()["error"]


@pytest.mark.parametrize("host", ["10.9.9.9", "127.0.0.1", "10.0.0.2"])
@pytest.mark.parametrize("header", ["x-forwarded-user", "x-forwarded-groups"])
def test_nobody_but_the_proxy_may_say_who_somebody_is(
    book: Handbook, host: str, header: str
) -> None:
    proxied(book)
    answer = client(book, host).get("/library", headers={header: "admin"})
    assert answer.status_code == 403
    assert "HANDBOOK_TRUSTED_PROXY" in answer.json()["error"]


def test_without_a_proxy_the_headers_of_one_are_refused(book: Handbook) -> None:
    answer = client(book, "127.0.0.1").get("/library", headers={"x-forwarded-user": "admin"})
    assert answer.status_code == 403


def test_the_proxys_groups_give_the_highest_role_that_they_have(book: Handbook) -> None:
    roles = (GroupRole("staff", Role.READER), GroupRole("lead team", Role.EDITOR))
    browser = proxied(book, proxy_roles=roles)
    said = {"x-forwarded-user": "ben@council", "x-forwarded-groups": "lead team, staff"}
    assert browser.get("/editor", headers=said).status_code == 200
    assert "ben@council" in browser.get("/account", headers=said).text
    assert "Sign out" not in browser.get("/account", headers=said).text
    said["x-forwarded-groups"] = "staff"
    assert browser.get("/editor", headers=said).status_code == 403
    assert browser.get("/library", headers=said).status_code == 200
    said["x-forwarded-groups"] = f"visitors,{EVERYBODY}"
    assert browser.get("/library", headers=said).status_code == 401


def test_everybody_whom_the_proxy_signs_in_reads_unless_a_setting_says_otherwise(
    book: Handbook,
) -> None:
    browser = proxied(book)
    said = {"x-forwarded-user": "ben"}
    assert browser.get("/library", headers=said).status_code == 200
    assert browser.get("/editor", headers=said).status_code == 403
    assert browser.get("/library").status_code == 401
    twice = [("x-forwarded-user", "ben"), ("x-forwarded-user", "admin")]
    assert browser.get("/library", headers=twice).status_code == 403


def test_behind_https_the_cookie_and_the_browser_keep_to_it(book: Handbook) -> None:
    browser = proxied(book)
    sent = {"name": "reader", "password": PASSWORD}
    https = {"x-forwarded-proto": "https", **OWN}
    entered = browser.post("/sign-in", data=sent, headers=https, follow_redirects=False)
    assert "Secure" in entered.headers["set-cookie"]
    assert "max-age" in entered.headers["strict-transport-security"]
    from_others = client(book).get("/sign-in", headers={"x-forwarded-proto": "https"})
    assert "strict-transport-security" not in from_others.headers


def test_every_reply_tells_the_browser_what_not_to_do(book: Handbook) -> None:
    reader = signed_in(book, Role.READER)
    document = reader.post(f"{ADDRESS}/ask", json=QUESTION).json()["citations"][0]["document_id"]
    for address in ("/", "/library", f"/documents/{document}", "/nothing", f"{ADDRESS}/health"):
        said = reader.get(address).headers
        assert said["x-content-type-options"] == "nosniff", address
        assert said["x-frame-options"] == "DENY"
        assert said["referrer-policy"] == "same-origin"
        assert "camera=()" in said["permissions-policy"]
        assert said["cache-control"] == "no-store"


READ = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
ASKED = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
STORED = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def test_each_kind_of_page_has_the_whole_content_policy_that_it_is_to_have(book: Handbook) -> None:
    admin = signed_in(book, Role.ADMIN)
    cited = admin.post(f"{ADDRESS}/ask", json=QUESTION).json()["citations"][0]
    document = cited["document_id"]
    evidence = evidence_address(document, tuple(Span(**s) for s in cited["spans"]))
    read = (
        "/sign-in /account /accounts /library /library/meetings /library/changes /questions /make"
        " /check /evaluation /editor /editor/sources /editor/add /editor/gaps /editor/search"
        f" /editor/conflicts /editions/{document} /editions/{document}/sections/1 /nothing"
        f" {evidence} {evidence}?part=1"
    ).split()
    wrong = {a: p for a in read if (p := policy(admin.get(a, headers=A_PAGE))) != READ}
    assert wrong == {}
    refused = signed_in(book, Role.READER).get("/editor", headers=A_PAGE)
    assert (refused.status_code, policy(refused)) == (403, READ)
    assert policy(admin.post("/export", data={"asked": "[]", "form": "print"})) == READ
    assert policy(admin.get("/")) == ASKED
    assert policy(admin.get(f"/documents/{document}")) == STORED


def policy(answer: Response) -> str | None:
    return answer.headers.get("content-security-policy")


def test_a_damaged_file_of_accounts_lets_nobody_through(book: Handbook) -> None:
    path = book.settings.data / FILE
    whole = path.read_bytes()
    reader = signed_in(book, Role.READER)
    try:
        path.write_bytes(b"no database at all, and longer than a header of one " * 9)
        answer = reader.get("/library")
        assert answer.status_code == 503
        assert "cannot be used" in answer.json()["error"]
    finally:
        path.write_bytes(whole)


def test_a_gate_that_was_shut_stays_shut_when_the_accounts_are_gone(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "meetings.md").write_text(MEETINGS)
    book = open_book(tmp_path / "corpus", tmp_path / "data")
    browser = client(book)
    assert browser.get("/library").status_code == 200
    Accounts(book.settings.data).add("anna", Role.ADMIN, PASSWORD)
    assert browser.get("/library").status_code == 401
    (book.settings.data / FILE).unlink()
    assert browser.get("/library").status_code == 401
    book.close()


def test_an_editor_elsewhere_keeps_the_corpus_and_the_trail_names_them(book: Handbook) -> None:
    editor = signed_in(book, Role.EDITOR)
    ended(editor, send(editor, files(("kites.md", KITES))))
    do(editor, "withdraw", "meetings")
    do(editor, "bring-back", "meetings")
    do(editor, "forget", "kites")
    trail = read_trail(book.settings.data)
    noted = [(e.what, Path(e.on).name) for e in trail.entries if e.who == "editor"]
    assert noted == [
        ("add", "kites.md"),
        ("added", "kites.md"),
        ("withdraw", "meetings"),
        ("withdrawn", "meetings.md"),
        ("bring back", "meetings"),
        ("added", "meetings.md"),
        ("forget", "kites"),
    ]
    assert trail.broken is None
    shown = text_of(signed_in(book, Role.ADMIN).get("/accounts").text)
    assert "forget kites" in shown
    assert trail.last in shown
