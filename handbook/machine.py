"""What the machine offers to this process."""

from __future__ import annotations

import os

OF_A_VOLUME = frozenset({"lost+found"})
"""What lies in a volume that is fresh, and may not be entered."""


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
