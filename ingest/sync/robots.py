"""What the robots.txt of each site asks for.

protego reads the file by RFC 9309 (wildcards, the longest rule wins); the standard library's
parser knows neither and would misread a file that relies on either.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from ingest.sync.faults import FetchError
from ingest.sync.limits import ROBOT

_MOST = 512_000
"""As much of a robots.txt as RFC 9309 asks a robot to read."""


class Robots:
    """The rules of each site, read once a run.

    ``read`` gives the text of a robots.txt, None where the site has none, and raises FetchError
    where it cannot be told: then the site is left alone, as the RFC says.
    """

    def __init__(self, read: Callable[[str], str | None]) -> None:
        self._read = read
        self._rules: dict[str, Protego | FetchError] = {}

    def check(self, url: str) -> None:
        """FetchError where the site does not want this address to be fetched."""
        rules = self._of(url)
        if isinstance(rules, FetchError):
            site = urlsplit(url).netloc
            raise FetchError(
                f"The robots.txt of {site} cannot be read, so nothing is fetched there: {rules}"
            )
        if not rules.can_fetch(url, ROBOT):
            raise FetchError(f"The robots.txt of the site asks robots not to fetch {url}.")

    def delay(self, url: str) -> float:
        """Seconds that the site wants between two requests; 0 where it does not say."""
        rules = self._of(url)
        return 0.0 if isinstance(rules, FetchError) else rules.crawl_delay(ROBOT) or 0.0

    def _of(self, url: str) -> Protego | FetchError:
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._rules:
            try:
                self._rules[site] = Protego.parse((self._read(f"{site}/robots.txt") or "")[:_MOST])
            except FetchError as error:
                self._rules[site] = error
        return self._rules[site]
