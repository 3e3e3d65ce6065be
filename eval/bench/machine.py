"""The machine that a run is made on."""

from __future__ import annotations

from pathlib import Path

_KNOWN = Path("/proc/cpuinfo")


def processor(known: Path = _KNOWN) -> str:
    """The processor's model as the kernel names it; empty where it names none."""
    try:
        lines = known.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "")
