"""What publishers send, broken by chance: each is read, or refused in a sentence."""

from __future__ import annotations

import gzip
import random
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from ipaddress import ip_network

from eval.broken import broken
from ingest.sync.addresses import Gate
from ingest.sync.body import Allowance
from ingest.sync.crawl import slug
from ingest.sync.faults import FetchError
from ingest.sync.fetch import Validators, Visitor
from ingest.sync.keep import dating
from ingest.sync.kinds import check_contents_page, suffix_of
from ingest.sync.limits import Limits
from ingest.sync.pages import read_page, stated_date
from ingest.sync.robots import Robots
from tests.fuzz.odd import SEED

TODAY = date(2026, 12, 1)
PAGE = b"""<!DOCTYPE html><html><head><title>Visits</title><base href="/manual/">
<meta name="dcterms.modified" content="2026-01-31">
<meta property="article:modified_time" content="x"></head>
<body><a href="visits.html">Visits <b>to</b> a child</a><a href='//b.uk:80/?q=1#x'>B</a>
<input type="password"><!-- a --><![CDATA[b]]><p>Last updated: 3rd March 2026</p></body></html>"""
SITEMAP = b"""<?xml version="1.0"?><urlset><url><loc>https://a.uk/visits.html</loc></url>
<url><loc><![CDATA[ https://a.uk/meetings.html ]]></loc></url></urlset>"""
ROBOTS = b"""User-agent: handbook
Crawl-delay: 0.01
Disallow: /private/*.html$
Allow: /private/a%20b
Request-rate: 1/5s 1300-1730
User-agent: *
Disallow: /
Sitemap: https://a.uk/sitemap.xml
"""
ODD_PARTS = (
    *(
        b"http://[",
        b"//\xe2\x84\x80.uk",
        b"\0",
        b"\xff\xfe",
        b"<![",
        b"<!--",
        b"&#1114112;",
        b"&#x0;",
    ),
    *(
        b"30 February 2026",
        b"0 March 2026",
        b"javascript:alert(1)",
        b"http://a:99999/",
        b"a" * 5000,
    ),
)
"""What is put into a page at some place."""


def _spoilt(good: bytes, suffix: str, times: int) -> Iterator[bytes]:
    """Copies of a text with its bytes broken, then with something odd put in, in turn."""
    chance = random.Random(SEED)
    for _ in range(times):
        yield broken(good, suffix, chance)[1]
        start, end = sorted((chance.randrange(len(good)), chance.randrange(len(good))))
        yield good[:start] + chance.choice(ODD_PARTS) + good[min(end, start + 20) :]
        name = chance.choice((b"href", b"content", b"loc>", b"Disallow: ", b"Crawl-delay: "))
        yield good.replace(name, name + b'="' + chance.choice(ODD_PARTS) + b'" ', 1)


def test_a_broken_page_or_sitemap_is_read_for_what_it_still_says(
    wind_up: Callable[[], None],
) -> None:
    for good in (PAGE, SITEMAP):
        assert len(read_page("https://a.uk/", good).links) == 2
        for spoilt in _spoilt(good, ".html", 150):
            wind_up()
            page = read_page("https://a.uk/", spoilt)
            assert all(link.url.startswith(("http://", "https://")) for link in page.links)
            assert all(slug(link.url) for link in page.links)
            stated_date(spoilt.decode("utf-8", "replace"), TODAY)


def test_a_broken_robots_txt_lets_through_or_refuses_in_a_sentence(
    wind_up: Callable[[], None],
) -> None:
    refused: list[str] = []
    for spoilt in _spoilt(ROBOTS, ".txt", 150):
        wind_up()
        robots = Robots(lambda _, text=spoilt: text.decode("utf-8", "replace"))
        for url in (
            "https://a.uk/private/b.html",
            "https://a.uk/" + "a/" * 900,
            "https://a.uk/%zz",
        ):
            try:
                robots.check(url)
            except FetchError as error:
                refused.append(str(error))
        assert 0 <= robots.delay("https://a.uk/") < float("inf")
    assert refused
    assert [sentence for sentence in refused if not sentence.endswith(".")] == []


HEADS = (
    *(b"Location: /b", b"Location: http://[", b"Location: //x\xff", b"Location: \xe2\x84\x80"),
    *(b"Content-Length: 99999999999999999999", b"Content-Length: -1", b"Content-Length: x"),
    *(b"Content-Encoding: gzip", b"Content-Encoding: br, gzip", b"Transfer-Encoding: chunked"),
    *(b"Content-Type: text/html; charset=\xff", b"Content-Type: a" * 3, b"Content-Type:"),
    *(b"Last-Modified: Mon, 99 Foo", b"Last-Modified: Mon, 01 Jan 0001 00:00:00 +9999"),
    *(b"Retry-After: 99999999999999999999", b"Retry-After: -1", b"Retry-After: x", b"ETag: \xe9"),
    *(b"ETag: \x00", b" folded", b"no colon", b"Last-Modified: 1 2 3 4 5", b"A: " + b"a" * 200_000),
)
LINES = (
    b"HTTP/1.1 200 OK",
    b"HTTP/1.1 302 F",
    b"HTTP/1.1 304 N",
    b"HTTP/1.1 503 S",
    b"HTTP/1.1 999 ?",
)
ODD_LINES = (
    b"HTTP/9 abc",
    b"HTTP/1.1 20",
    b"",
    b"\0",
    b"HTTP/1.1 101 Switching",
    b"HTTP/1.1 204 N",
)


def _replies(times: int) -> Iterator[bytes]:
    chance = random.Random(SEED)
    for _ in range(times):
        heads = [b"Content-Type: text/html", *chance.sample(HEADS, chance.randint(0, 3))]
        body = chance.choice((PAGE, gzip.compress(PAGE), gzip.compress(PAGE)[:-9], b"", b"5\r\nab"))
        line = chance.choice((*LINES, *LINES, *ODD_LINES))
        whole = b"\r\n".join((line, *heads, b"", body))
        yield whole
        yield broken(whole, ".txt", chance)[1]


@contextmanager
def _sending(replies: Iterable[bytes]) -> Iterator[str]:
    """A server that sends one reply after the other, each on a connection of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def send() -> None:
            for reply in replies:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    try:
                        connection.recv(65536)
                        connection.sendall(reply)
                    except OSError:
                        continue

        thread = threading.Thread(target=send, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_a_broken_reply_is_taken_or_refused_in_a_sentence(wind_up: Callable[[], None]) -> None:
    replies, refused, taken = list(_replies(100)), [], 0
    limits = Limits(tries=1, stall_seconds=1, redirects=0, document_seconds=5, document_bytes=10**6)
    with _sending(replies) as host:
        gate = Gate(frozenset((host,)), plain_http=True, private=(ip_network("127.0.0.0/8"),))
        for _ in replies:
            wind_up()
            visitor = Visitor(gate, 0, limits, Allowance(10**9), {})
            url = f"http://{host}/a.html"
            try:
                held = Validators(url, "e", "m")
                got = visitor._with_tries(url, held, ask_robots=False)
                dating(None, got.last_modified, TODAY)
                if got.content is not None:
                    check_contents_page(got.url, got.content_type, got.content)
                    suffix_of(got.url, got.content_type, got.content)
                taken += 1
            except FetchError as error:
                refused.append(str(error))
            finally:
                visitor.close()
    assert taken > 5
    assert len(refused) > 50
    assert [sentence for sentence in refused if not sentence.endswith((".", ": do so."))] == []
