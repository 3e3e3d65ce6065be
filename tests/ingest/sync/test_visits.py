"""Where a sync goes and where it does not: hosts, networks, redirects, robots, pace."""

from __future__ import annotations

import ssl
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from filelock import FileLock

from handbook.errors import BuilderBusy
from ingest.sync.addresses import Gate, is_public
from ingest.sync.faults import FetchError
from tests.ingest.sync.conftest import Desk
from tests.ingest.sync.server import Reply, Site, moved, serving
from tests.ingest.sync.test_faults import GOOD


@pytest.mark.parametrize(
    "address",
    (
        "127.0.0.1 127.9.9.9 0.0.0.0 10.1.2.3 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1"
        " 100.100.100.200 168.63.129.16 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255"
        " ::1 :: fe80::1 fec0::1 fd00:ec2::254 ff02::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1"
        " 64:ff9b::7f00:1 64:ff9b:1::1 2002:7f00:1:: 2001:0:4136:e378:8000:63bf:3fff:fdd2"
        " 2001:db8::1 ::127.0.0.1"
    ).split(),
)
def test_an_address_that_is_not_of_the_open_internet_is_known(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address", "8.8.8.8 93.184.216.34 2606:4700::1111 ::ffff:8.8.8.8 64:ff9b::808:808".split()
)
def test_a_public_address_is_known(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "224.0.0.1", "168.63.129.16"])
def test_no_setting_allows_link_local_multicast_or_metadata(address: str) -> None:
    everything = (ip_network("0.0.0.0/0"), ip_network("::/0"))
    gate = Gate(frozenset(("x",)), private=everything, resolver=lambda *_: [address])
    with pytest.raises(FetchError, match="not a public address"):
        gate.connectable("x", 443)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://other.test/", "does not name"),
        ("https://elm.test.evil.test/", "does not name"),
        ("https://elm.test:8443/", "does not name"),
        ("https://elm.test@evil.test/", "user name"),
        ("http://elm.test/", "not encrypted"),
        ("file:///etc/passwd", "only http and https"),
        ("ftp://elm.test/", "only http and https"),
        ("https://elm.test:port/", "not an address"),
        ("https://[::1/", "not an address"),
    ],
)
def test_an_address_that_the_manifest_does_not_name_is_refused(url: str, why: str) -> None:
    with pytest.raises(FetchError, match=why):
        Gate(frozenset(("elm.test",))).check(url)


@pytest.mark.parametrize(
    "url", ["https://elm.test/", "https://ELM.test:443/a", "https://elm.test./"]
)
def test_an_address_on_a_named_host_passes(url: str) -> None:
    Gate(frozenset(("elm.test",))).check(url)


def test_loopback_is_refused_unless_a_setting_allows_it(desk: Desk) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        desk.page(site)
        desk.settings = type(desk.settings)(corpus=desk.settings.corpus, data=desk.settings.data)
        outcome = desk.one()
    assert "127.0.0.1, which is not a public address" in (outcome.why or "")
    assert site.asked == []


def test_a_redirect_to_a_private_address_is_refused(desk: Desk) -> None:
    other = Site({"/page.html": GOOD})
    with serving(other), serving(Site()) as site:
        site.pages["/page.html"] = moved(f"http://127.0.0.2:{other.port}/page.html")
        desk.page(site, more=f'hosts = ["127.0.0.2:{other.port}"]')
        outcome = desk.one()
    assert "127.0.0.2, which is not a public address" in (outcome.why or "")
    assert other.asked == []


def test_a_redirect_to_a_host_that_is_not_named_is_refused(desk: Desk) -> None:
    other = Site({"/page.html": GOOD})
    with serving(other), serving(Site()) as site:
        site.pages["/page.html"] = moved(f"{other.url}/page.html")
        desk.page(site)
        assert "does not name" in (desk.one().why or "")
    assert other.asked == []


def test_a_redirect_to_a_named_host_is_followed(desk: Desk) -> None:
    other = Site({"/new.html": GOOD})
    with serving(other), serving(Site()) as site:
        site.pages["/page.html"] = moved(f"{other.url}/new.html")
        desk.page(site, more=f'hosts = ["127.0.0.1:{other.port}"]')
        assert [desk.one().outcome, desk.one().outcome] == ["added", "unchanged"]
    assert other.statuses("/new.html") == [200, 304]


@pytest.mark.parametrize(("hops", "outcome"), [(5, "added"), (6, "failed")])
def test_five_redirects_are_followed_and_no_more(desk: Desk, hops: int, outcome: str) -> None:
    pages: dict[str, Reply | list[Reply]] = {f"/{n}": moved(f"/{n + 1}") for n in range(hops)}
    with serving(Site({**pages, f"/{hops}": GOOD})) as site:
        desk.page(site, "/0")
        assert desk.one().outcome == outcome


def test_a_name_is_resolved_once_and_the_checked_address_is_the_one_connected_to(
    desk: Desk,
) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["127.0.0.2"]

    pages: dict[str, Reply | list[Reply]] = {"/page.html": GOOD, "/robots.txt": Reply(b"")}
    with serving(Site(pages)) as site:
        desk.manifest(f'address = "http://elm.test:{site.port}/page.html"')
        assert desk.one(resolver=rebinding).outcome == "added"
    assert asked == ["elm.test"]
    assert {a.headers["Host"] for a in site.asked} == {f"elm.test:{site.port}"}


def test_a_name_that_leads_to_a_public_and_a_private_address_is_refused(desk: Desk) -> None:
    with serving(Site({"/page.html": GOOD})) as site:
        desk.manifest(f'address = "http://elm.test:{site.port}/page.html"')
        outcome = desk.one(resolver=lambda *_: ["127.0.0.1", "10.0.0.8"])
    assert "10.0.0.8, which is not a public address" in (outcome.why or "")
    assert site.asked == []


def test_a_name_that_is_not_known_is_a_sentence(desk: Desk) -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    desk.manifest('address = "https://elm.test/page.html"')
    assert "the name elm.test is not known" in (desk.one(resolver=unknown).why or "")


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Elm")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, both = folder / "elm.pem", folder / "both.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    both.write_bytes(public.read_bytes() + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return public, server


def test_an_encrypted_page_is_fetched_and_never_followed_to_a_plain_one(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, context = _certificate(tmp_path)
    plain = Site({"/page.html": GOOD})
    with serving(plain), serving(Site({"/page.html": GOOD}), context) as site:
        site.pages["/moved.html"] = moved(f"{plain.url}/page.html")
        desk.page(site)
        assert "certificate" in (desk.one().why or "").lower()
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert desk.one().outcome == "added"
        desk.page(site, "/moved.html", f'hosts = ["127.0.0.1:{plain.port}"]')
        assert "not encrypted" in (desk.one().why or "")
    assert plain.asked == []


ROBOTS = "User-agent: *\nDisallow: /\n\nUser-agent: handbook\nDisallow: /*/private\nAllow: /\n"


def test_what_robots_txt_asks_for_is_done_wildcards_included(desk: Desk) -> None:
    pages: dict[str, Reply | list[Reply]] = {
        "/robots.txt": Reply(ROBOTS.encode(), "text/plain"),
        "/elm/private": GOOD,
        "/elm/open": GOOD,
    }
    with serving(Site(pages)) as site:
        desk.page(site, "/elm/private")
        assert "asks robots not to fetch" in (desk.one().why or "")
        desk.page(site, "/elm/open")
        assert desk.one().outcome == "added"
    assert site.paths() == ["/elm/open"]


def test_a_redirect_does_not_get_round_robots_txt(desk: Desk) -> None:
    pages: dict[str, Reply | list[Reply]] = {
        "/robots.txt": Reply(ROBOTS.encode(), "text/plain"),
        "/elm/open": moved("/elm/private"),
        "/elm/private": GOOD,
    }
    with serving(Site(pages)) as site:
        desk.page(site, "/elm/open")
        assert "asks robots not to fetch" in (desk.one().why or "")
    assert site.paths() == ["/elm/open"]


def test_a_site_whose_robots_txt_cannot_be_read_is_left_alone(desk: Desk) -> None:
    with serving(Site({"/robots.txt": Reply(status=500), "/page.html": GOOD})) as site:
        desk.page(site)
        assert "nothing is fetched there" in (desk.one().why or "")
    assert site.paths() == []


def test_robots_txt_is_asked_for_once_a_run_and_the_visitor_says_what_it_is(desk: Desk) -> None:
    with serving(Site({"/page.html": moved("/new.html"), "/new.html": GOOD})) as site:
        desk.page(site)
        desk.sync()
    assert site.paths(robots=True) == ["/robots.txt", "/page.html", "/new.html"]
    assert all(a.headers["User-Agent"].startswith("Handbook/") for a in site.asked)


@pytest.mark.parametrize(
    ("pause", "robots"), [("0.3", b""), ("0", b"User-agent: *\nCrawl-delay: 0.3\n")]
)
def test_requests_to_one_host_keep_their_distance(desk: Desk, pause: str, robots: bytes) -> None:
    pages: dict[str, Reply | list[Reply]] = {
        "/robots.txt": Reply(robots, "text/plain"),
        "/page.html": moved("/new.html"),
        "/new.html": GOOD,
    }
    with serving(Site(pages)) as site:
        desk.page(site)
        manifest = desk.settings.corpus / "manifest.toml"
        manifest.write_text(manifest.read_text().replace("pause = 0", f"pause = {pause}"))
        assert desk.one().outcome == "added"
    first, second = (a.at for a in site.asked if a.path != "/robots.txt")
    assert second - first >= 0.29


def test_a_second_sync_is_told_to_wait(desk: Desk) -> None:
    desk.manifest('address = "https://elm.test/page.html"')
    desk.settings.data.mkdir()
    with (
        FileLock(desk.settings.data / "sync.lock"),
        pytest.raises(BuilderBusy, match="Another sync"),
    ):
        desk.sync()
