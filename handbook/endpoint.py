"""A model that is served elsewhere, behind an OpenAI-compatible address."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_FORM = re.compile(r"(?P<model>\S+?)@(?P<url>https?://[^\s/?#]+(?:/[^\s?#]*)?)")


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
        """The endpoint that a text names; None where it has another form."""
        found = _FORM.fullmatch(text.strip())
        return cls(found["model"], found["url"].rstrip("/")) if found else None

    def __str__(self) -> str:
        return f"{self.model}@{self.url}"
