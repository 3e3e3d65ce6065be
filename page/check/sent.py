"""What a form sends to be checked: one file, or text that was pasted. What cannot be taken is
refused in sentences."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from handbook.added import file_name
from handbook.book import Handbook
from handbook.check.details import is_record, masked_text
from handbook.domain import AREAS
from handbook.errors import ReadError
from handbook.personal.file_names import masked_name
from page.received import Refused, look_at_size

MOST_MEGABYTES = 60
LONGEST_TEXT = 400_000
"""Characters that can be pasted."""
PASTED = "Pasted text.txt"
_TOO_LARGE = (
    f"The file is larger than {MOST_MEGABYTES} MB, or its size was not stated; save it without its "
    "pictures, or check it with `handbook check` on the machine that has the handbook."
)
_LONGEST_NAME = 200
"""In bytes: what came of a check is named after it, and file systems take 255."""
_NO_NAME = (
    "The file has a name that cannot be used here; give it a shorter one, of letters and figures."
)
_NOT_AGAIN = (
    "A pasted text cannot be remembered, since only a file can be checked again; save it as a "
    "file, or do not tick the box."
)
_NEW_LINE = re.compile(r"\s*\n\s*(?![a-z\s])")
"""Where a pasted line ends. One that begins with a small letter goes on from the one before: an
e-mail breaks its lines so."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file under its own name, or a text, and the area that it is for."""

    name: str
    file: BinaryIO | None
    text: str
    area: str | None
    is_kept: bool = False
    """Whether the check is to be remembered, so that the file can be checked again."""

    @property
    def called(self) -> str:
        """What a page calls it."""
        return "pasted text" if self.file is None else self.name

    def write(self, folder: Path) -> Path:
        """Put it into a folder; where it lies then."""
        path = folder / self.name
        if self.file is None:
            path.write_text(_NEW_LINE.sub("\n\n", self.text), encoding="utf-8")
        else:
            with path.open("wb") as kept:
                shutil.copyfileobj(self.file, kept)
        return path


def without_details(book: Handbook, sent: Sent) -> Sent:
    """What is sent, its name and a text without their personal details, so that they are not even
    put down to be read; Refused where it is a record."""
    if is_record(book.masker, sent.text):
        raise Refused(book.replies.text("blocked_record"))
    name = masked_name(book.masker, sent.name)
    if len(name.encode()) > _LONGEST_NAME:  # what stands for a detail may be longer than it
        raise Refused(_NO_NAME)
    return replace(sent, name=name, text=masked_text(book.masker, sent.text))


async def read_form(request: Request) -> FormData:
    """The form, when its size has been looked at."""
    await look_at_size(request, MOST_MEGABYTES, _TOO_LARGE)
    try:
        return await request.form(max_files=1, max_fields=5, max_part_size=4 * LONGEST_TEXT)
    except HTTPException as error:
        raise Refused(
            f"The form cannot be read: {str(error.detail).rstrip('.')}. Send one file, or at most "
            f"{LONGEST_TEXT:,} characters of text."
        ) from error


def sent_in(form: FormData) -> Sent:
    """What the form holds; Refused says why it cannot be checked."""
    file, text, area = form.get("file"), _words(form, "text"), _words(form, "area").lower()
    is_kept = bool(_words(form, "keep"))
    if area and area not in AREAS:
        raise Refused("The area is none of the list; choose one of it.")
    if isinstance(file, UploadFile) and file.filename:
        if text.strip():
            raise Refused("A file and a text were sent; send one of them.")
        return Sent(_name(file), file.file, "", area or None, is_kept)
    if not text.strip():
        raise Refused("No file was chosen and no text was pasted; do one of them.")
    if is_kept:
        raise Refused(_NOT_AGAIN)
    if len(text) > LONGEST_TEXT:
        raise Refused(f"The text is longer than {LONGEST_TEXT:,} characters; send it in parts.")
    return Sent(PASTED, None, text, area or None)


def _words(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def _name(file: UploadFile) -> str:
    try:
        name = file_name(file.filename or "")
    except ReadError as error:  # its sentence repeats the name, which may be somebody's
        raise Refused(_NO_NAME) from error
    if not file.size:
        raise Refused("The file is empty; save it again and choose it anew.")
    return name
