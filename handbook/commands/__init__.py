"""The commands, one module each: ``add`` describes it to the parser, ``run`` does it.

Part of the command line, so they may import everything, inside ``run`` only: the parser stays
quick.
"""

from handbook.commands import (
    ask,
    changes,
    check,
    conflicts,
    doctor,
    evaluate,
    feedback,
    forget,
    gaps,
    ingest,
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
    changes,
    conflicts,
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
