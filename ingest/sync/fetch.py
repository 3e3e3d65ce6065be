"""One address to its bytes: politely, within limits, every redirect checked anew."""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NoReturn
from urllib.parse import urlsplit

import httpcore2

from ingest.sync.addresses import Gate, normal
from ingest.sync.body import Allowance, read_body
from ingest.sync.faults import FetchError, Gone, Unreachable
from ingest.sync.limits import USER_AGENT, Limits
from ingest.sync.network import Clock, Network
from ingest.sync.robots import Robots

_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_TRY_AGAIN = frozenset((429, 500, 502, 503, 504))


@dataclass(frozen=True, slots=True)
class Validators:
    """What the publisher said of the copy that is held, for asking whether it has changed."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came from an address. ``content`` is None where the publisher says that the held copy
    is unchanged; ``url`` is where the redirects ended."""

    url: str
    content: bytes | None
    content_type: str
    etag: str | None = None
    last_modified: str | None = None


class _Again(FetchError):
    """A fault that may pass. ``wait`` is how many seconds the server asks for, if it does."""

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class _Moved:
    to: str


class Visitor:
    """Fetches for one publication. ``last`` is when each host was last asked, shared by a run."""

    def __init__(
        self, gate: Gate, pause: float, limits: Limits, allowance: Allowance, last: dict[str, float]
    ) -> None:
        self._gate = gate
        self._pause = pause
        self._limits = limits
        self._allowance = allowance
        self._last = last
        self._network = Network(gate, limits)
        self._pool = httpcore2.ConnectionPool(
            network_backend=self._network, max_connections=2, keepalive_expiry=10
        )
        self._robots = Robots(self._read_robots)

    def close(self) -> None:
        """Give the connections back."""
        self._pool.close()

    def allows(self, url: str) -> bool:
        """Whether an address is on a host that the manifest names, in a form that is fetched."""
        try:
            self._gate.check(url)
        except FetchError:
            return False
        return True

    def get(self, url: str, held: Validators | None = None) -> Fetched:
        """Fetch an address, with tries and waits; FetchError says why there is nothing."""
        self._network.clock = Clock(self._limits.document_seconds)
        return self._with_tries(normal(url), held, ask_robots=True)

    def _with_tries(self, url: str, held: Validators | None, *, ask_robots: bool) -> Fetched:
        for attempt in range(1, self._limits.tries + 1):
            try:
                return self._follow(url, held, ask_robots)
            except _Again as fault:
                if attempt == self._limits.tries:
                    raise Unreachable(f"{fault} It was asked {attempt} times.") from fault
                self._wait(fault, attempt)
        raise AssertionError("the last try returns or raises")

    def _wait(self, fault: _Again, attempt: int) -> None:
        wait = self._limits.back_off * 2.0 ** (attempt - 1)
        if fault.wait is not None:
            wait = max(wait, fault.wait)
        if fault.wait is not None and fault.wait > self._limits.retry_after:
            raise Unreachable(f"{fault} It asks to come back in {fault.wait:.0f} seconds: do so.")
        if wait >= self._network.clock.left():
            raise Unreachable(f"{fault} There is no time left for another try.")
        time.sleep(wait)

    def _follow(self, url: str, held: Validators | None, ask_robots: bool) -> Fetched:
        for _ in range(self._limits.redirects + 1):
            self._gate.check(url)
            if ask_robots:
                self._robots.check(url)
            self._keep_distance(url, ask_robots)
            answer = self._request(url, held if held and held.url == url else None)
            if isinstance(answer, Fetched):
                return answer
            url = normal(answer.to, url)
        raise FetchError(f"It redirects more than {self._limits.redirects} times.")

    def _keep_distance(self, url: str, ask_robots: bool) -> None:
        host = urlsplit(url).netloc
        asked = self._robots.delay(url) if ask_robots else 0.0
        pause = max(self._pause, min(asked, self._limits.crawl_delay))
        since = time.monotonic() - self._last.get(host, float("-inf"))
        if since < pause:
            self._network.clock.pause(pause - since)

    def _request(self, url: str, held: Validators | None) -> Fetched | _Moved:
        stall = self._limits.stall_seconds
        timeout = {"connect": stall, "read": stall, "write": stall, "pool": stall}
        try:
            with self._pool.stream(
                "GET", url, headers=_headers(url, held), extensions={"timeout": timeout}
            ) as response:
                return self._answer(url, held, response)
        except httpcore2.TimeoutException as error:
            self._network.clock.left()
            raise _Again(f"{url} sent nothing for {stall:g} seconds.") from error
        except httpcore2.NetworkError as error:
            raise _Again(f"{url} cannot be reached ({error or 'the line broke'}).") from error
        except httpcore2.ProtocolError as error:
            raise _Again(f"{url} broke off or does not speak HTTP ({error}).") from error
        finally:
            self._last[urlsplit(url).netloc] = time.monotonic()

    def _answer(
        self, url: str, held: Validators | None, response: httpcore2.Response
    ) -> Fetched | _Moved:
        headers = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in response.headers}
        if response.status in _REDIRECTS and headers.get("location"):
            return _Moved(headers["location"].encode("latin-1").decode("utf-8", "replace"))
        content_type = headers.get("content-type", "").split(";")[0].strip().lower()
        facts = (content_type, headers.get("etag"), headers.get("last-modified"))
        if response.status == 304 and held:
            return Fetched(url, None, content_type, facts[1] or held.etag, held.last_modified)
        if response.status != 200:
            _refuse(url, response.status, headers)
        most = self._limits.document_bytes
        if int(_digits(headers.get("content-length", ""))) > most:
            raise FetchError(f"{url} is larger than {most:,} bytes.")
        encoding = headers.get("content-encoding", "").strip().lower()
        body = read_body(response.iter_stream(), encoding, most, self._allowance)
        return Fetched(url, body, *facts)

    def _read_robots(self, url: str) -> str | None:
        try:
            fetched = self._with_tries(url, None, ask_robots=False)
        except Gone:
            return None
        except _Barred:
            return None
        return (fetched.content or b"").decode("utf-8", "replace")


class _Barred(FetchError):
    """The server answers with a status of the 400s other than 404 and 410."""


def _headers(url: str, held: Validators | None) -> list[tuple[bytes | str, bytes | str]]:
    headers: list[tuple[bytes | str, bytes | str]] = [
        ("Host", urlsplit(url).netloc),
        ("User-Agent", USER_AGENT),
        ("Accept", "text/html, application/pdf, */*;q=0.5"),
        ("Accept-Encoding", "gzip"),
    ]
    if held and held.etag:
        headers.append(("If-None-Match", held.etag.encode("latin-1")))
    if held and held.last_modified:
        headers.append(("If-Modified-Since", held.last_modified.encode("latin-1")))
    return headers


def _digits(text: str) -> str:
    return text if text.isdecimal() and len(text) < 20 else "0"


def _refuse(url: str, status: int, headers: dict[str, str]) -> NoReturn:
    sentence = f"{url} answers with status {status}."
    if status in (404, 410):
        raise Gone(f"{sentence} The publisher has no such page now: correct the address.")
    if status in _TRY_AGAIN:
        raise _Again(sentence, _seconds(headers.get("retry-after")))
    if status in (401, 403, 407):
        raise _Barred(f"{sentence} It is not open to everyone.")
    if 400 <= status < 500:
        raise _Barred(sentence)
    raise FetchError(sentence)


def _seconds(retry_after: str | None) -> float | None:
    """Seconds that a Retry-After asks for, given as a number or as a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdecimal():
        return float(retry_after)
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except ValueError:
        return None
