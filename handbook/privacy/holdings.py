"""What is held about people where these settings run, and what leaves the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from handbook import audit, feedback, gaps
from handbook.access.accounts import Accounts
from handbook.access.store import FILE as ACCOUNTS
from handbook.audit import read_trail
from handbook.check import kept as checks
from handbook.endpoint import Endpoint
from handbook.runs.folder import runs_below
from handbook.settings import Settings

_QUESTIONS = {
    "nothing": "Nothing: the setting keeps no register.",
    "topics": "the day, how the answer ended, the area, and the chapter and section nearest to the "
    "question. Never the question.",
    "questions": "the day, how the answer ended, the area, the chapter and section nearest to the "
    "question, and the question itself with personal details masked.",
}
_PLACES = {
    "nothing": "nowhere on disk",
    "topics": "nowhere on disk",
    "questions": "nowhere on disk, but for the masked questions in the two registers below",
}
"""By HANDBOOK_GAPS."""


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of record."""

    name: str
    place: str
    """Where it lies: below the data folder, or in words."""
    says: str
    """What it says of people, as a sentence."""
    goes: str
    """When it goes, as a sentence."""
    entries: int = 0
    oldest: date | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """What leaves the machine, and where it goes."""

    what: str
    to: str


def holdings(settings: Settings) -> list[Holding]:
    """Every kind of record that could say something of a person who asks, of a family, or of an
    editor. SettingsError where a register cannot be read."""
    after = f"After {settings.keep_days} days, when the page is started or `handbook expire` runs."
    said = _QUESTIONS[settings.gaps]
    return [
        Holding(
            "Questions and answers",
            _PLACES[settings.gaps],
            "A question is held in memory while it is answered; a conversation while its page is "
            "open. Personal details are masked before anything is searched.",
            "With the page, at the latest an hour after it is closed.",
        ),
        Holding(
            "The conversation in the browser",
            "the session storage of that one tab",
            "The masked questions with area and day, so that a reload can ask them again.",
            "When the tab is closed.",
        ),
        _register(settings, "Gap register", gaps.FILE, f"Of a decline: {said}", after, gaps.days),
        _register(
            settings,
            "Feedback",
            feedback.FILE,
            f"Of what somebody said of an answer: the reason, what was quoted, and {said}",
            after,
            feedback.days,
        ),
        _register(
            settings,
            "Checks of material",
            checks.FOLDER,
            "Where the deck or document lay, or what it is called where it was sent to the page "
            "and its box was ticked, its hash, the area, and of each statement a hash, its slide "
            "or page, a verdict and the place of the quotation. Never its words. Personal details "
            "are masked before, in the names of the path too.",
            after,
            checks.days,
        ),
        Holding(
            "What a check on the page finds",
            "a temporary folder of the server",
            "A file that is sent, as it is, until it has been read; a pasted text only masked. "
            "What was found, as pages to take away, with personal details masked; the copy of a "
            "deck or document with comments has all that the file has.",
            "60 minutes after the check, when it is thrown away, or when the server stops; after a "
            "crash when the next check is sent.",
        ),
        _runs(settings.data),
        _accounts(settings.data),
        _trail(settings.data),
    ]


def sendings(settings: Settings) -> list[Sending]:
    """What leaves the machine with these settings; nothing where the list is empty."""
    found = []
    if isinstance(settings.encoder, Endpoint):
        what = (
            "Every passage, every question and every statement of material that is checked, with "
            "personal details masked, to be encoded"
        )
        found.append(Sending(what, settings.encoder.url))
    if settings.language_model:
        what = (
            "Questions with personal details masked, what was asked before, and sentences of the "
            "corpus, for the model to point to those that answer; of evaluation runs "
            "the same, for an opinion"
        )
        found.append(Sending(what, settings.language_model.url))
    if settings.chroma:
        what = (
            "The vector of every passage, and of each question and each statement of material that "
            "is checked, with personal details masked"
        )
        found.append(Sending(what, str(settings.chroma)))
    if settings.ray:
        what = (
            "The files of the corpus, to be read and encoded; never a question nor what is checked"
        )
        found.append(Sending(what, f"the Ray cluster {settings.ray}"))
    return found


def _register(
    settings: Settings,
    name: str,
    place: str,
    says: str,
    goes: str,
    days: Callable[[Path], list[date | None]],
) -> Holding:
    found = days(settings.data)
    oldest = min((day for day in found if day), default=None)
    return Holding(name, place, says, goes, len(found), oldest)


def _runs(data: Path) -> Holding:
    folder = runs_below(data)
    number = sum(path.is_dir() for path in folder.iterdir()) if folder.is_dir() else 0
    return Holding(
        "Evaluation runs",
        folder.name,
        "The questions of the case files that were asked, and the answers. Nothing of people who "
        "use the page.",
        "When a person deletes the folder, or with a source that it quotes, when that is erased.",
        number,
    )


def _accounts(data: Path) -> Holding:
    return Holding(
        "Accounts and sessions",
        ACCOUNTS,
        "The name and role of whoever may sign in, hashes of passwords and tokens, and of each "
        "session whose it is and when it began and was last used.",
        "An account by `handbook account remove`; a session when it ends.",
        len(Accounts(data).all()),
    )


def _trail(data: Path) -> Holding:
    entries = read_trail(data).entries
    return Holding(
        "Audit trail",
        audit.FILE,
        "Who added, withdrew or erased which source, changed which account, made or restored a "
        "backup, or had old entries of registers deleted, and when. Never a question.",
        "Never by itself: it is evidence.",
        len(entries),
        _day(entries[0].when) if entries else None,
    )


def _day(when: str) -> date | None:
    """The day of an entry; None where somebody has touched its line."""
    try:
        return date.fromisoformat(when[:10])
    except ValueError:
        return None
