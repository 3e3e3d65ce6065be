"""The pages by their addresses, one module each."""

from page.routes import (
    account,
    check,
    editor,
    evaluation,
    evidence,
    files,
    library,
    make,
    papers,
    questions,
    since,
)

ALL = (
    evidence,
    files,
    since,
    library,
    questions,
    papers,
    check,
    make,
    evaluation,
    editor,
    account,
)
"""In the order in which an address is looked up: ``since`` before ``library``, whose addresses end
in the id of a source."""
