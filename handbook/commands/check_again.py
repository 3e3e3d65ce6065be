"""``handbook check --again``: which statements of files that were checked are no longer right."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from handbook.book import Handbook
from handbook.check.again import Again, compare_checks
from handbook.check.kept import KeptCheck, kept_checks, kept_of
from handbook.check.present_again import again_json, again_text
from handbook.commands.check import FAULT, FOUND, checked, is_written, papers_of, read_raw
from handbook.commands.shared import print_json
from handbook.errors import HandbookError, ReadError, SettingsError
from handbook.personal.file_names import masked_name, tells
from handbook.personal.mask import Masker
from handbook.progress import say
from handbook.settings import Settings

_CHECK = "`handbook check FILE`"
_NOT_FOUND = (
    "{0}, checked on {1}, is not found: it moved or has changed, or its folder's name holds a "
    f"personal detail, which is not kept. Name the file, or check it anew with {_CHECK}."
)
_SENT = (
    "{0}, sent to the page on {1}, is not kept itself; to check it again name the file: "
    "`handbook check --again FILE`."
)


def check_again(
    settings: Settings, paths: Sequence[Path], area: str | None, options: argparse.Namespace
) -> int:
    """Check the files, or all that were checked and still lie where they did, each for every area
    that it was checked for, or for one of them; 1 where a statement that turned does not stand, 2
    where a file is gone, has changed or could not be checked or a report not written. What was kept
    stays as it is, so that the same is listed until a file is checked anew. With ``--strict`` what
    is not covered now does not stand either. A report is of all statements, as they stand today."""
    unseen: list[str] = []
    named = [one for path in paths for one in _named(settings.data, path, area)]
    kept = named or [one for one in _lying(settings.data, unseen) if area in (None, one[0].area)]
    for sentence in unseen:
        say(sentence)
    if options.report and len(kept) != 1:
        raise SettingsError(
            f"--report is of one check, and {len(kept)} are to be made again; name one FILE, and "
            "with --area the area where it was checked for several."
        )
    papers = papers_of(kept[0][1], options) if options.report else {}
    book = Handbook.open(settings)
    done: list[Again] = []
    for before, path in kept:
        try:
            done.append(_again(book, before, path))
        except ReadError as error:
            unseen.append(str(error))
            say(f"handbook: {error}")
    written = [
        is_written(book, again.check, out, make) for again in done for out, make in papers.items()
    ]
    if options.json:
        print_json([again_json(again) for again in done])
    else:
        print("\n\n".join(map(again_text, done)) or "No file that was checked lies at its place.")
    if unseen or not all(written):
        return FAULT
    stands = (again.passes and not (options.strict and again.leaves_open) for again in done)
    return 0 if all(stands) else FOUND


def _again(book: Handbook, before: KeptCheck, path: Path) -> Again:
    return compare_checks(book, before, checked(book, path, read_raw(path), before.area))


def _named(data: Path, path: Path, area: str | None) -> list[tuple[KeptCheck, Path]]:
    kept = [before for before in kept_of(data, _hash(path)) if area in (None, before.area)]
    if not kept:
        name = masked_name(Masker(), path.name)
        there = f" for {area.capitalize()}" if area else ""
        raise ReadError(f"{name} was not checked{there} as it is now; check it once with {_CHECK}.")
    return [(before, path) for before in kept]


def _lying(data: Path, unseen: list[str]) -> Iterator[tuple[KeptCheck, Path]]:
    """Those whose file is unchanged; ``unseen`` gets a sentence for each other whose place holds no
    known file."""
    kept = kept_checks(data)
    known = {one.sha256 for one in kept}
    for before in kept:
        path = Path(before.path)
        if before.was_sent:
            say(_SENT.format(path, before.made))
            continue
        if tells(before.path):
            found = _renamed(before)
            if found:
                yield before, found
            else:
                unseen.append(_NOT_FOUND.format(path, before.made))
            continue
        try:
            sha256 = _hash(path)
        except HandbookError:
            unseen.append(f"{path} is no longer there; it was checked on {before.made}.")
            continue
        if sha256 == before.sha256:
            yield before, path
        elif sha256 not in known:
            unseen.append(
                f"{path} has changed since {before.made}; check it with `handbook check {path}`."
            )


def _renamed(before: KeptCheck) -> Path | None:
    """The file of which only the masked name was kept: the one of its kind and its hash in the same
    folder."""
    place = Path(before.path)
    if tells(str(place.parent)):
        return None
    beside = (path for path in sorted(place.parent.glob("*")) if path.suffix == place.suffix)
    return next((path for path in beside if _is(path, before.sha256)), None)


def _is(path: Path, sha256: str) -> bool:
    try:
        return _hash(path) == sha256
    except ReadError:
        return False


def _hash(path: Path) -> str:
    return hashlib.sha256(read_raw(path)).hexdigest()
