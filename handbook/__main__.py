"""``python -m handbook`` does what the ``handbook`` script does."""

import sys

from handbook.cli import main

sys.exit(main())
