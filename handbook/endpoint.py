"""What is served elsewhere: a model behind an OpenAI-compatible address, the vectors by Chroma."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

_FORM = re.compile(r"(?P<model>\S+?)@(?P<url>https?://[^\s/?#]+(?:/[^\s?#]*)?)")
_SIGNED_IN = re.compile(r"://[^\s/?#]*@")


def signs_in(text: str) -> bool:
    """Whether an address in a text has a user name or a password before its host."""
    return bool(_SIGNED_IN.search(text))


@dataclass(frozen=True, slots=True)
class Secret:
    """A key, which no print, log or record shows."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Written ``MODEL@URL``, such as ``nomic-embed-text@http://127.0.0.1:11434/v1``."""

    model: str
    """The model's name as its server knows it."""
    url: str
    """The address before ``/embeddings`` or ``/chat/completions``."""

    @classmethod
    def parse(cls, text: str) -> Endpoint | None:
        """The endpoint that a text names; None where it has another form. Addresses are printed
        and kept in records, so that one which signs somebody in is none."""
        found = None if signs_in(text) else _FORM.fullmatch(text.strip())
        return cls(found["model"], found["url"].rstrip("/")) if found else None

    def __str__(self) -> str:
        return f"{self.model}@{self.url}"


@dataclass(frozen=True, slots=True)
class ChromaServer:
    """Written ``http://HOST:PORT`` or ``https://HOST:PORT``."""

    host: str
    port: int
    tls: bool

    @classmethod
    def parse(cls, text: str) -> ChromaServer | None:
        """The server that a text names; None where it has another form."""
        try:
            url = urlsplit(text.strip())
            port = url.port
        except ValueError:
            return None
        plain = not (signs_in(text) or url.path.strip("/") or url.query or url.fragment)
        if url.scheme not in ("http", "https") or not url.hostname or not plain:
            return None
        tls = url.scheme == "https"
        return cls(url.hostname, port or (443 if tls else 8000), tls)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}"
