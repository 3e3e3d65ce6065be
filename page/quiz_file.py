"""The quiz that marks itself as one HTML file that needs neither network nor server."""

from __future__ import annotations

import hashlib
from base64 import b64encode

from handbook.book import Handbook
from handbook.export.proof import prove
from handbook.export.sheet import Quiz
from page.render import HERE, html

_STYLES = ("handbook.css", "library.css", "make.css")


def quiz_file(book: Handbook, quiz: Quiz) -> bytes:
    """The whole document; QuoteError if a quotation does not stand in the stored text, and then
    there is none. Its policy lets it run the one script that is in it and load nothing."""
    prove(quiz, book.units)
    script = _static("quiz.js")
    page = html(
        "make/quiz_file.html",
        quiz=quiz,
        style="\n".join(map(_static, _STYLES)),
        script=script,
        script_hash=_hash(script),
    )
    return page.encode()


def _static(name: str) -> str:
    return (HERE / "static" / name).read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """What a browser compares the script with before it runs it."""
    return f"sha256-{b64encode(hashlib.sha256(script.encode()).digest()).decode()}"
