"""``handbook check --again``: which statements of files that were checked are no longer right."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from handbook.book import Handbook
from handbook.check.again import Again, compare_checks
from handbook.check.kept import KeptCheck, kept_check, kept_checks
from handbook.check.present_again import again_json, again_text
from handbook.commands.check import checked, read_raw
from handbook.commands.shared import print_json
from handbook.errors import HandbookError, ReadError
from handbook.progress import say
from handbook.settings import Settings


def check_again(settings: Settings, paths: Sequence[Path], *, as_json: bool) -> int:
    """Check the files, or all that were checked and still lie where they did; 1 where a statement
    that turned does not stand, or a file could not be checked. What was kept stays as it is, so
    that the same is listed until a file is checked anew."""
    kept = [_named(settings.data, path) for path in paths] or _in_place(settings.data)
    book = Handbook.open(settings)
    done: list[Again] = []
    failed = False
    for before, path in kept:
        try:
            done.append(_again(book, before, path))
        except ReadError as error:
            failed = True
            say(f"handbook: {error}")
    if as_json:
        print_json([again_json(again) for again in done])
    else:
        print("\n\n".join(map(again_text, done)) or "No file that was checked lies at its place.")
    return 0 if not failed and all(again.passes for again in done) else 1


def _again(book: Handbook, before: KeptCheck, path: Path) -> Again:
    return compare_checks(book, before, checked(book, path, read_raw(path), before.area))


def _named(data: Path, path: Path) -> tuple[KeptCheck, Path]:
    before = kept_check(data, hashlib.sha256(read_raw(path)).hexdigest())
    if before is None:
        raise ReadError(
            f"{path} was not checked as it is now; check it once with `handbook check {path}`."
        )
    return before, path


def _in_place(data: Path) -> list[tuple[KeptCheck, Path]]:
    return list(_lying(kept_checks(data)))


def _lying(kept: Sequence[KeptCheck]) -> Iterator[tuple[KeptCheck, Path]]:
    """Those whose file is unchanged; a sentence for each other whose place holds no known file."""
    known = {one.sha256 for one in kept}
    for before in kept:
        path = Path(before.path)
        try:
            found = hashlib.sha256(read_raw(path)).hexdigest()
        except HandbookError:
            say(f"{path} is no longer there; it was checked on {before.made}.")
            continue
        if found == before.sha256:
            yield before, path
        elif found not in known:
            say(f"{path} has changed since {before.made}; check it with `handbook check {path}`.")
