"""The environments that are measured: the product's as a person would have it, without what its
developers need, and the peers' apart from it; both pinned with hashes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from eval.bench.process import BenchError
from handbook.settings import ROOT

FOLDER = ROOT / ".bench"
"""Git ignores it."""
PRODUCT = ROOT / "requirements.lock"
PEERS = Path(__file__).parent / "peers" / "requirements.txt"
_DONE = "pins.txt"


def product_python() -> Path:
    """The Python of the product."""
    return _python(FOLDER / "product", PRODUCT)


def peers_python() -> Path:
    """The Python of the peers."""
    return _python(FOLDER / "peers", PEERS)


def _python(folder: Path, pins: Path) -> Path:
    """The Python of an environment; its packages are installed where they are not as pinned."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = folder / _DONE
    if not done.is_file() or done.read_bytes() != pins.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)  # of a run that was ended halfway
        _uv("venv", "--quiet", "--python", sys.executable, str(folder))
        # Copies: nltk refuses to read its data through links, which is how uv saves room.
        how = ("--quiet", "--link-mode", "copy", "--compile-bytecode", "--require-hashes")
        _uv("pip", "sync", *how, "--python", str(python), str(pins))
        done.write_bytes(pins.read_bytes())
    return python


def _uv(*arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", "uv", *arguments], check=False)
    if done.returncode:
        raise BenchError(f"uv {arguments[0]} failed; it says above why. Then run make bench again.")
