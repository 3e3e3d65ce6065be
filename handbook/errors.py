"""Every fault that a user can meet, as a sentence: what is wrong, where, what to do.

HandbookError
├── SettingsError       a setting or an option has a value that cannot be used
├── ManifestError       corpus/manifest.toml cannot be read or contradicts the files
├── ReadError           a document cannot be read
├── IndexMissing        nothing has been ingested yet
├── IndexStale          the index was made by another encoder or an older version
├── VectorsAway         the vectors cannot be had: their server is away, or they are damaged
├── StoreError          the data folder cannot be written, or a file in it is damaged
├── BuildError          a new index failed its check, and the old one stays
├── BuilderBusy         another ingest is running on the same data folder
├── ModelError          a model is missing, broken, or does not answer
├── CaseError           an evaluation case or a line of a batch is malformed
├── RequestError        what another system sent cannot be used
├── NotHeld             what another system asked to read is not held here
├── ExportError         a paper cannot be made or written
├── BackupError         a backup cannot be written, or is not whole
└── QuoteError          a quotation does not stand at its spans: always a bug, never shown
"""


class HandbookError(Exception):
    """Base of all faults that end in one sentence instead of a traceback."""


class SettingsError(HandbookError):
    """A setting or an option has a value that cannot be used."""


class ManifestError(HandbookError):
    """The manifest cannot be read, or contradicts the files beside it."""


class ReadError(HandbookError):
    """A document cannot be read."""


class IndexMissing(HandbookError):
    """Nothing has been ingested yet."""


class IndexStale(HandbookError):
    """The index was made by another encoder or by an older version."""


class VectorsAway(HandbookError):
    """The vectors cannot be had: their server does not answer in time, or they cannot be read."""


class StoreError(HandbookError):
    """The data folder cannot be written, or a file in it is damaged."""


def not_written(place: object, error: Exception) -> StoreError:
    """The fault of a place that cannot be written while an index is made."""
    return StoreError(
        f"{place} cannot be written ({error}). Make room, or give the folder back its rights; what "
        "was indexed before still answers."
    )


def no_longer_held(document_id: str) -> StoreError:
    """The fault of a document that went while it was being read."""
    return StoreError(
        f"The document {document_id} is no longer held: its source was forgotten, restricted or "
        "read anew meanwhile. Do once more what you did."
    )


class BuildError(HandbookError):
    """A new index failed its check before the flip; the old one stays."""


class BuilderBusy(HandbookError):
    """Another ingest is running on the same data folder."""


class ModelError(HandbookError):
    """A model is missing, broken, or does not answer."""


class CaseError(HandbookError):
    """An evaluation case or a line of a batch is malformed."""


class RequestError(HandbookError):
    """What another system sent cannot be used."""


class NotHeld(HandbookError):
    """What another system asked to read is not held here."""


class ExportError(HandbookError):
    """A paper cannot be made in the form that was asked for, or not written."""


class BackupError(HandbookError):
    """A backup cannot be written or is not whole, or the folder it should go to is not empty."""


class QuoteError(HandbookError):
    """A quotation does not stand at its spans: a bug, raised instead of shown."""
