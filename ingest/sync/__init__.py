"""From the web: originals fetched politely beside the corpus, and listed for ingestion.

Read in this order: rules (the manifest's tables) → run (a sync) → crawl (what to fetch) → keep
(one document) → fetch (one address) → addresses and network (what may be visited) → store →
listing. A document whose address a person gives, without the manifest: single.
"""

from ingest.sync.listing import fetched
from ingest.sync.report import lines
from ingest.sync.run import Outcome, Report, sync

__all__ = ["Outcome", "Report", "fetched", "lines", "sync"]
