"""``python -m ingest`` does what ``handbook ingest`` does."""

import sys

from handbook.cli import main

sys.exit(main(["ingest", *sys.argv[1:]]))
