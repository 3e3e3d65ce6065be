"""The library calls that take the time of a question of this project, and what each is called."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from handbook.catalogue import Catalogue
from handbook.index.lexical import LexicalIndex
from handbook.index.vectors import VectorIndex
from handbook.kept_vectors import KeptVectors
from handbook.onnx import Model
from handbook.reader import Reader

Call = Callable[..., Any]
Heard = Callable[[str, Call], Call]
"""Makes of a step's name and the step what is called in its place."""
STEPS: Sequence[tuple[type, str, str]] = (
    (Model, "run_each", "encode"),
    (Reader, "read", "second look"),
    (VectorIndex, "search", "vector query"),
    (LexicalIndex, "search", "word query"),
    (KeptVectors, "vectors", "kept vectors"),
    (KeptVectors, "pieces", "kept vectors"),
    (Catalogue, "_rows", "stored texts"),
)
"""Where the libraries are called, below all that puts calls off or remembers what they gave. The
runs of a model that are not the reader's are the encoder's."""
_here = threading.local()


def listen(heard: Heard) -> None:
    """Have every step heard from here on, for the life of this process. A step within another is a
    part of that one and is not heard."""
    for owner, method, name in STEPS:
        step = getattr(owner, method)
        setattr(owner, method, _outermost(step, heard(name, step)))


def _outermost(step: Call, heard: Call) -> Call:
    def called(*args: Any, **kwargs: Any) -> Any:
        if getattr(_here, "is_heard", False):
            return step(*args, **kwargs)
        _here.is_heard = True
        try:
            return heard(*args, **kwargs)
        finally:
            _here.is_heard = False

    return called
