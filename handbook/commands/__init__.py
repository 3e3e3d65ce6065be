"""The commands, one module each: ``add`` describes it to the parser, ``run`` does it.

Part of the command line, so they may import everything, inside ``run`` only: the parser stays
quick.
"""

from handbook.commands import (
    account,
    ask,
    audit,
    backup,
    changes,
    check,
    conflicts,
    doctor,
    evaluate,
    expire,
    feedback,
    forget,
    gaps,
    ingest,
    make,
    mcp,
    privacy,
    restore,
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
    conflicts,
    forget,
    sync,
    evaluate,
    gaps,
    feedback,
    privacy,
    expire,
    backup,
    restore,
    doctor,
    account,
    audit,
    mcp,
    serve,
)
"""In the order in which the help names them."""
