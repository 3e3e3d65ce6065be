"""Write what the sense of danger learns from its messages, so that nobody waits for it.

python models/learn_danger.py
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from handbook.danger import LEARNT, DangerSense  # noqa: E402
from handbook.encoder import LocalEncoder  # noqa: E402
from handbook.settings import BUILT_IN_ENCODER, Settings  # noqa: E402

with tempfile.TemporaryDirectory() as scratch:
    target = Settings().prompts / LEARNT
    target.unlink(missing_ok=True)
    DangerSense.load(Settings().prompts, LocalEncoder.load(BUILT_IN_ENCODER), Path(scratch))
    shutil.copyfile(Path(scratch) / LEARNT, target)
    sys.stdout.write(f"{target}: {target.stat().st_size:,} bytes\n")
