"""The write path: documents in, a new index edition out. Start reading at ``ingest/build.py``."""
