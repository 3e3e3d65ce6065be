"""The papers that an organisation needs before use: a data protection impact assessment and a
transparency record, filled in from the settings as far as a program can."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from string import Template

from markdown_it import MarkdownIt

from handbook.dates import in_words
from handbook.endpoint import Endpoint
from handbook.errors import ExportError, HandbookError, SettingsError
from handbook.index import editions
from handbook.privacy.holdings import Holding, holdings, sendings
from handbook.replies import Replies
from handbook.settings import BUILT_IN_ENCODER, Settings
from handbook.sign_off import signed_by

FORMS = (".md", ".html")
DPIA, TRANSPARENCY = "dpia.md", "transparency.md"
SYSTEM = "The Handbook: quotations from safeguarding procedures"
_MINIMISATION = {
    "nothing": "No register of what is asked is kept.",
    "topics": "Two registers count topics of the corpus, never the words of a question.",
    "questions": "By a setting of this installation the registers hold masked questions too; "
    "HANDBOOK_GAPS=topics ends that.",
}
"""By HANDBOOK_GAPS."""
_KEPT_QUESTIONS = {
    "nothing": "No question is written to disk",
    "topics": "No question is written to disk",
    "questions": "Masked questions that were declined, or that feedback was given on, are kept in "
    "the registers",
}
_MISSED = {
    "questions": " A name that is missed stands in the registers until they are that old, and "
    "whoever may read the data folder can read it."
}
_ALSO_REMAINS = {"questions": ", and the registers for whoever may read the data folder"}


def paper(settings: Settings, template: str, form: str, measured: str, today: date) -> bytes:
    """A paper as a file of one of ``FORMS``. ``measured`` is a Markdown table of figures.
    SettingsError where the template cannot be read or has a name that is not known."""
    if form not in FORMS:
        raise ExportError(
            f"The ending of the name is no form of this paper; there are {', '.join(FORMS)}."
        )
    text = _filled(settings.prompts / template, _values(settings, measured, today))
    return (_page(text) if form == ".html" else text).encode()


def _filled(path: Path, values: dict[str, str]) -> str:
    try:
        return Template(path.read_text(encoding="utf-8")).substitute(values)
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); restore it.") from error
    except (KeyError, ValueError) as error:
        raise SettingsError(
            f"{path} has a $name that is not filled in ({error}); there are {', '.join(values)}."
        ) from error


def _values(settings: Settings, measured: str, today: date) -> dict[str, str]:
    sent = [f"- {s.what}: {s.to}" for s in sendings(settings)]
    return {
        "system": SYSTEM,
        "date": in_words(today),
        "holdings": _table(holdings(settings)),
        "sendings": "\n".join(sent) or "Nothing.",
        "scope": _scope(settings.data),
        "minimisation": _MINIMISATION[settings.gaps],
        "kept_questions": _KEPT_QUESTIONS[settings.gaps],
        "missed": _MISSED.get(settings.gaps, ""),
        "also_remains": _ALSO_REMAINS.get(settings.gaps, ""),
        "sent_questions": _sent_questions(settings),
        "quotations": _quotations(settings),
        "keep_days": str(settings.keep_days),
        "measured": measured,
        "encoder": _model(settings.encoder),
        "reader": _model(settings.reader),
        "language_model": _model(settings.language_model),
        "model_role": _model_role(settings),
        "signed_off": signed_by(Replies.load(settings.prompts)),
    }


def _table(held: Sequence[Holding]) -> str:
    rows = [f"| {h.name} | {h.place} | {h.says} | {h.goes} |" for h in held]
    return "\n".join(["| What | Where | What it says | When it goes |", "|---|---|---|---|", *rows])


def _scope(data: Path) -> str:
    try:
        in_force = editions.current(data).in_force(None)
    except HandbookError:
        return "Nothing is indexed yet."
    areas = sorted({a for h in in_force.values() for a in h.edition.areas})
    named = ", ".join(a.capitalize() for a in areas)
    return f"{len(in_force)} publications in force" + (
        f", some for {named} alone." if areas else "."
    )


def _model(place: Path | Endpoint | None) -> str:
    if place is None:
        return "none"
    if isinstance(place, Endpoint):
        return f"{place.model}, served at {place.url}"
    own = place.parent == BUILT_IN_ENCODER.parent
    return f"{place.name}, on this machine" + (", comes with the software" if own else "")


def _model_role(settings: Settings) -> str:
    if settings.language_model is None:
        return "No language model has a part in it."
    points = "A language model points to sentences of the sources; the program prints them."
    lead = " It may put one line of its own above an answer, labelled as such and checked."
    return points + (lead if settings.lead else "")


def _sent_questions(settings: Settings) -> str:
    served = isinstance(settings.encoder, Endpoint) or settings.language_model
    if not served:
        return "No question leaves this machine" + (", but its vector" if settings.chroma else "")
    return "Masked questions go to the servers named above, and to no other"


def _quotations(settings: Settings) -> str:
    if settings.language_model and settings.lead:
        return "Quotations, at most below one labelled line of a language model"
    return "Quotations only"


def _page(text: str) -> str:
    """A page that a word processor opens too."""
    body = MarkdownIt("commonmark").enable("table").render(text)
    title = text.partition("\n")[0].lstrip("# ")
    return (
        f'<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title>'
        "<style>body {font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto;"
        " padding: 0 1rem;} table {border-collapse: collapse;} th, td {border: 1px solid #888;"
        " padding: .3rem .6rem; text-align: left; vertical-align: top;}</style></head>"
        f"<body>\n{body}</body></html>\n"
    )
