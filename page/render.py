"""Records as HTML by templates. Everything from documents and people is escaped, always."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from handbook.answer_records import Citation
from handbook.dates import not_yet_from
from handbook.differing import differing
from handbook.domain import Edition
from handbook.reference import page_words, reference
from page import address

HERE = Path(__file__).resolve().parent


def html(template: str, **values: Any) -> str:
    """A template filled in; every name that it uses must be given."""
    return _ENVIRONMENT.get_template(template).render(values)


def one_line(template: str, **values: Any) -> str:
    """The same without line breaks. The chat reads its messages as Markdown, in which a pasted
    picture would be fetched and a star would vanish; one block of HTML on one line is left
    alone."""
    lines = (line.strip() for line in html(template, **values).splitlines())
    return " ".join(line for line in lines if line)


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.splitlines())


def _in_quotes(lines: Sequence[str], mark: Markup) -> Markup:
    """The lines of a quotation with its mark; of a list each item stands apart."""
    first, *others = lines
    if not others:
        return Markup("“{}” {}").format(_lines(first), mark)
    items = Markup("</li><li>").join(others)
    return Markup('“{}<ul class="hb-items"><li>{}” {}</li></ul>').format(first, items, mark)


def _paragraphs(text: str) -> Markup:
    parts = (part for part in text.split("\n\n") if part.strip())
    return Markup("").join(Markup("<p>{}</p>").format(_lines(part)) for part in parts)


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else "not stated"


def _not_yet_from(edition: Edition) -> date | None:
    return not_yet_from(edition, date.today())


def _dialled(number: str) -> str:
    return re.sub(r"[^\d+]", "", number)


def _web_address(edition: Edition) -> str:
    """The publisher's own page; nothing where none is known or it is no web address."""
    url = edition.url or ""
    return url if url.lower().startswith(("https://", "http://")) else ""


def _page_words(citation: Citation) -> str:
    if citation.page_index is None:
        return ""
    return page_words(citation.page_index, citation.page_label)


def _capital(words: str) -> str:
    """The first letter as a capital; the others as they are."""
    return words[:1].upper() + words[1:]


def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "lines": _lines,
        "in_quotes": _in_quotes,
        "paragraphs": _paragraphs,
        "day": _day,
        "not_yet_from": _not_yet_from,
        "dialled": _dialled,
        "web_address": _web_address,
        "page_words": _page_words,
        "page_numbers": page_words,
        "capitalize_first": _capital,
        "reference": reference,
    }
    made.globals["address"] = address
    made.globals["differing"] = differing
    return made


_ENVIRONMENT = _environment()
