"""The name of a file, and where it lies, without personal details: a deck is called after whom it
tells of as often as it names them inside."""

from __future__ import annotations

import re
from pathlib import Path

from handbook.personal.mask import PLACEHOLDER, Masked, Masker

_JOINED = re.compile(
    r"[_+]+|(?<=[^\W\d_])[-.](?=\w)|(?<=\w)[-.](?=[^\W\d_])|(?<=[^\W\d_a-z])(?=[A-Z][a-z])"
    r"|(?<=[a-z])(?=[A-Z\d])"
)
"""What joins words in the name of a file, where a sentence has spaces."""


def masked_name(masker: Masker, name: str) -> str:
    """The name of a file without personal details. Its suffix stays, by which its form is known."""
    path = Path(name)
    if path.suffix and not masker.mask(path.suffix[1:]).count:
        return f"{_masked(masker, path.stem)}{path.suffix}"
    return _masked(masker, name)


def masked_place(masker: Masker, path: Path) -> str:
    """An absolute path without the personal details in its names. The folder of whoever runs this
    stays as it is: it is theirs, and tells of nobody else."""
    whole, home = path.absolute(), _home()
    own = len(home.parts) if home and whole.is_relative_to(home) else 1
    below = (masked_name(masker, part) for part in whole.parts[own:])
    return str(Path(*whole.parts[:own], *below))


def _home() -> Path | None:
    """The folder of whoever runs this; None where they have none, as a service has."""
    try:
        return Path.home().absolute()
    except RuntimeError:
        return None


def without_place(masker: Masker, sentence: str, path: Path) -> str:
    """A sentence in which a file is named by what ``masked_name`` leaves of its name."""
    for said in (str(path.absolute()), str(path)):
        sentence = sentence.replace(said, masked_place(masker, path))
    return sentence.replace(path.name, masked_name(masker, path.name))


def tells(name: str) -> bool:
    """Whether something was taken out of a name."""
    return PLACEHOLDER.search(name) is not None


def _masked(masker: Masker, name: str) -> str:
    """The reading in which most is taken out: as it is, with its words apart, and, where either
    holds a detail, with capitals, since family names are often written small."""
    apart = _JOINED.sub(" ", name)
    found = [(masker.mask(text), len(text)) for text in (name, apart)]
    if any(masked.count for masked, _ in found):
        found.append((masker.mask(apart.title()), len(apart)))
    masked, _ = max(found, key=lambda one: _taken_out(*one))
    return masked.text if masked.count else name


def _taken_out(masked: Masked, length: int) -> int:
    """How many characters of a text its placeholders stand for."""
    return length - len(PLACEHOLDER.sub("", masked.text)) if masked.count else 0
