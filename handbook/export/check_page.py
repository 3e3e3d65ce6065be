"""A report on a check as one HTML file that opens without a network and without scripts."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from handbook.dates import in_words
from handbook.export.check_report import Report


def to_page(report: Report) -> str:
    """The page. Its filter is a rule of style over boxes that can be ticked."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["day"] = in_words
    return made.get_template("check_page.html").render(report=report)
