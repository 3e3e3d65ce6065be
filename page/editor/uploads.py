"""What a form sends to be added: files, received into a folder of the data folder, or an address.
What cannot be taken is refused in sentences."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from handbook.added import file_name, taken_elsewhere
from handbook.book import Handbook
from handbook.errors import ReadError
from handbook.from_web import LONGEST_ADDRESS, is_address
from page.editor.tasks import UPLOADS, Upload
from page.received import Refused, look_at_size
from page.room import Room

MOST_FILES = 20
MOST_MEGABYTES = 200
"""Of all files of one form together."""
_SIGN_IN = re.compile(r"(?:[^/?#@]*://)?[^/?#\\]*@")
_TOO_LARGE = (
    f"The files are larger than {MOST_MEGABYTES} MB together, or their size was not stated; "
    "send fewer at once, or put them into the corpus folder and run `handbook ingest`."
)


def look_at_address(given: str) -> str:
    """The web address that a form gives; Refused where it is something else, such as the path of
    a file of this machine."""
    address = given.strip()
    if not address:
        raise Refused("No address was given; write one, then press the button again.")
    if holds_sign_in(address):
        raise Refused(
            "An address with a user name or a password in it is not fetched; give it without them, "
            "or fetch the file yourself and add it above."
        )
    if not is_address(address):
        raise Refused(f"“{address[:80]}” is no web address; it begins with https:// or http://.")
    if len(address) > LONGEST_ADDRESS:
        raise Refused(f"The address is longer than {LONGEST_ADDRESS} characters; shorten it.")
    return address


def holds_sign_in(address: str) -> bool:
    """Whether a web address has a user name or a password in it, which nobody is to see again."""
    return _SIGN_IN.match(address) is not None


async def receive(request: Request, book: Handbook) -> tuple[Room, list[Upload]]:
    """Keep the files of a form in a folder of their own. Refused where one of them cannot be
    taken, and then none is kept."""
    await look_at_size(request, MOST_MEGABYTES, _TOO_LARGE)
    try:
        async with request.form(max_files=MOST_FILES, max_fields=10) as form:
            sent = [f for f in form.getlist("files") if isinstance(f, UploadFile) and f.filename]
            return await run_in_threadpool(_keep, book, sent)
    except HTTPException as error:
        raise Refused(
            f"The form cannot be read: {str(error.detail).rstrip('.')}. At most {MOST_FILES} files "
            "can be added at once; send fewer."
        ) from error


def _keep(book: Handbook, sent: Sequence[UploadFile]) -> tuple[Room, list[Upload]]:
    names = _names(book, [f.filename or "" for f in sent])
    room = Room(book.settings.data / UPLOADS)
    uploads = [Upload(room.folder / str(n), name) for n, name in enumerate(names)]
    try:
        _copy(sent, uploads)
    except OSError as error:
        room.clear()
        raise Refused(
            f"The files cannot be kept ({error.strerror}); whoever runs this server makes room on "
            "its disk, or gives the data folder back its rights. Then send them again."
        ) from error
    empty = [u.name for u in uploads if not u.path.stat().st_size]
    if empty:
        room.clear()
        raise Refused(*(f"“{name}” is empty; save it again and choose it anew." for name in empty))
    return room, uploads


def _copy(sent: Sequence[UploadFile], uploads: Sequence[Upload]) -> None:
    for upload, file in zip(uploads, sent, strict=True):
        with upload.path.open("wb") as kept:
            shutil.copyfileobj(file.file, kept)


def _names(book: Handbook, given: Sequence[str]) -> list[str]:
    """The names under which the files will be kept; Refused with a sentence for each that is no
    name here, and for each that is taken."""
    if not given:
        raise Refused("No file was chosen; choose one or more, then press the button again.")
    names: list[str] = []
    faults: list[str] = []
    for one in given:
        try:
            names.append(_free_name(book, file_name(one), names))
        except ReadError as error:
            faults.append(str(error))
    if faults:
        raise Refused(*faults)
    return names


def _free_name(book: Handbook, name: str, before: Sequence[str]) -> str:
    if name.lower() in {b.lower() for b in before}:
        raise ReadError(f"Two of the files are named “{name}”; rename one of them.")
    source_id = Path(name).stem
    if taken_elsewhere(book.settings.data, source_id, book.chain(source_id)):
        raise ReadError(
            f"“{name}” has the name of a source that is held already or withdrawn ({source_id}); "
            "rename the file, or put it into the corpus folder as a new edition of that source."
        )
    return name
