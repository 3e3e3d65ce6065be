"""A report on a check as a workbook: the findings, and a sheet about the check.

Every cell is written as text, so that a statement that begins with "=" is no formula.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handbook.differing import Stretch
from handbook.export.check_report import Report, Row
from handbook.export.sheet import Quoted, Source

COLUMNS = {
    "Where": 14,
    "Statement": 48,
    "Verdict": 22,
    "What differs": 40,
    "Quoted as": 16,
    "Quotation": 56,
    "Citation": 48,
    "What holds otherwise": 44,
    "Suggestion": 40,
}
"""The columns of the findings with their widths in characters."""
_LONGEST = 32_767
"""Characters that a cell can hold."""


def to_workbook(report: Report) -> bytes:
    """The content of the workbook."""
    written = BytesIO()
    with Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"title": f"Check of {report.file_name}"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top"})
        _findings(book.add_worksheet("Findings"), report, bold, text)
        _about(book.add_worksheet("About"), report, bold, text)
    return written.getvalue()


def _findings(sheet: Worksheet, report: Report, bold: Format, text: Format) -> None:
    for column, (name, width) in enumerate(COLUMNS.items()):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for number, row in enumerate(report.rows, start=1):
        for column, value in enumerate(_cells(row)):
            sheet.write_string(number, column, _fitting(value), text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(report.rows), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.where,
        _whole(row.statement),
        row.heading,
        "\n".join(row.differences),
        row.quoted_as,
        _whole(row.quotation),
        _citation(row.quoted) if row.quoted else "",
        row.beside,
        row.suggestion,
    )


def _whole(stretches: tuple[Stretch, ...]) -> str:
    return "".join(text for text, _ in stretches)


def _citation(quoted: Quoted) -> str:
    place = [quoted.title, quoted.place] if quoted.place else [quoted.title]
    links = (link.address for link in quoted.links)
    return "\n".join((" › ".join(place), *quoted.facts, *quoted.badges, *links))


def _fitting(value: str) -> str:
    return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"


def _about(sheet: Worksheet, report: Report, bold: Format, text: Format) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 96)
    for number, (name, value) in enumerate(_facts(report)):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, _fitting(value), text)


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    yield "File", report.file_name
    yield "Its SHA-256", report.sha256
    yield "Checked on", report.made.isoformat()
    yield "For", report.area
    yield "Index edition", report.index_edition
    yield report.validity.title, report.validity.text
    yield from ((verdict.capitalize(), str(n)) for verdict, n in report.counts.items() if n)
    yield from (("Not read", warning) for warning in report.warnings)
    yield from (("Held against", _edition(source)) for source in report.sources)


def _edition(source: Source) -> str:
    told = [source.title, *source.facts]
    told += [source.link.address] if source.link else []
    told += [source.attribution] if source.attribution else []
    return "\n".join(told)
