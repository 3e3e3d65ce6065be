"""Public question sets, each asked of an index of its own documents.

The sets lie beside the checkout and are never copied into it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from eval.adapters import Collection, clapnq, doc2dial, wice
from eval.cases import Case
from handbook.errors import CaseError
from handbook.settings import ROOT, Settings

FOLDER = ROOT.parent / "shared" / "cases"
SETS: Mapping[str, Callable[[Path], Collection]] = {
    "clapnq": clapnq,
    "doc2dial": doc2dial,
    "wice": wice,
}


def prepare(settings: Settings, name: str) -> tuple[Settings, list[Case]]:
    """Index the documents of a set in a folder of its own; gives where, and the set's cases."""
    if not FOLDER.is_dir():
        raise CaseError(f"The set {name} is not beside the checkout: there is no {FOLDER}.")
    collection = SETS[name](FOLDER)
    data = settings.data / "sets" / name
    corpus = data / "corpus"
    if corpus.exists():
        shutil.rmtree(corpus)
    collection.write(corpus)
    environment = os.environ | {"HANDBOOK_CORPUS": str(corpus), "HANDBOOK_DATA": str(data)}
    command = [sys.executable, "-m", "handbook", "ingest"]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False
    )
    if done.returncode:
        raise CaseError(f"The documents of {name} could not be indexed; see above.")
    return replace(settings, corpus=corpus, data=data), list(collection.cases)
