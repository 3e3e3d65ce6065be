"""The commands, one module each: ``add`` describes it to the parser, ``run`` does it.

Part of the command line, so they may import everything, inside ``run`` only: the parser stays
quick.
"""

from handbook.commands import (
    ask,
    changes,
    check,
    doctor,
    evaluate,
    feedback,
    forget,
    gaps,
    ingest,
    make,
    mcp,
    search,
    serve,
    sync,
)

ALL = (
    ingest,
    ask,
    search,
    check,
    make,
    changes,
    forget,
    sync,
    evaluate,
    gaps,
    feedback,
    doctor,
    mcp,
    serve,
)
"""In the order in which the help names them."""
