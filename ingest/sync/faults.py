"""What can go wrong between the manifest's address and a file on disk, each as a sentence.

FetchError           a document cannot be fetched, or what came is refused; the old one is kept
├── Gone             the publisher says that there is no such page any more (404 or 410)
└── Unreachable      the publisher's server does not answer, or breaks off
    └── OutOfTime    a document took longer in total than it may
"""

from handbook.errors import HandbookError


class FetchError(HandbookError):
    """A document cannot be fetched, or what came is refused; the last good file is kept."""


class Gone(FetchError):
    """The publisher answers that there is no such page any more."""


class Unreachable(FetchError):
    """The publisher's server does not answer, breaks off, or asks to be left alone for now."""


class OutOfTime(Unreachable):
    """A document took longer in total than it may."""
