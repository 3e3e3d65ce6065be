"""The environment of the peers: made by the bench, pinned with hashes, apart from the product's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from handbook.settings import ROOT

FOLDER = ROOT / ".bench" / "peers"
"""Below a folder that git ignores."""
PINS = Path(__file__).parent / "peers" / "requirements.txt"
_DONE = "pins.txt"


def peers_python() -> Path:
    """The Python of the peers; the packages are installed where they are not as pinned."""
    python = FOLDER / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = FOLDER / _DONE
    if not done.is_file() or done.read_bytes() != PINS.read_bytes():
        _uv("venv", "--clear", str(FOLDER))
        # Copies: nltk refuses to read its data through links, which is how uv saves room.
        how = ("--link-mode", "copy", "--compile-bytecode", "--require-hashes")
        _uv("pip", "sync", *how, "--python", str(python), str(PINS))
        done.write_bytes(PINS.read_bytes())
    return python


def _uv(*arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "uv", *arguments], check=True)
