"""``python -m eval`` does what ``handbook eval`` does."""

import sys

from handbook.cli import main

sys.exit(main(["eval", *sys.argv[1:]]))
