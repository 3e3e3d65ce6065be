"""Make the lists of names that handbook/personal looks names up in.

``python models/make_names.py TEXT...`` with the package Faker installed (MIT; it is needed for this
alone). TEXT are files of ordinary English: a name that stands there in lower case is a word too
("grace", "will", "ward") and is left out, since by itself it says nothing.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from handbook.text import fold

TARGET = Path(__file__).parent.parent / "handbook" / "personal"
LOCALES = (
    "en en_GB en_NZ en_IE ga_IE en_US en_IN en_PK en_NG en_KE ha_NG ig_NG yo_NG tw_GH zu_ZA sw "
    "fr_DZ tr_TR pl_PL ro_RO lt_LT lv_LV sk_SK cs_CZ hu_HU pt_PT es_ES fr_FR it_IT"
).split()
"""The written forms, in Latin letters, of names that families in West Yorkshire bear."""
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 3
_MOST_IN_LOWER_CASE = 0.1
_HEADER = """\
# {what}, folded, one a line: made by models/make_names.py from Faker {version}
# (Copyright (c) 2012 Daniele Faraglia, MIT licence). Names that are ordinary words are left out.
"""


def main(texts: list[str]) -> int:
    """Write both lists."""
    if not texts:
        print("Give files of ordinary English; without them words cannot be told from names.")
        return 1
    lower, capital = _counted(Path(text) for text in texts)
    for prefix, file, what in (
        ("first_name", "given-names.txt", "Given names"),
        ("last_name", "family-names.txt", "Family names"),
    ):
        names = {n for n in _names(prefix) if not _is_word(n, lower, capital)}
        header = _HEADER.format(what=what, version=importlib.import_module("faker").VERSION)
        (TARGET / file).write_text(header + "\n".join(sorted(names)) + "\n", encoding="utf-8")
        print(f"{file}: {len(names)}")
    return 0


def _names(prefix: str) -> Iterator[str]:
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute in vars(provider):
            listed = getattr(provider, attribute)
            if attribute.startswith(prefix) and isinstance(listed, tuple | list | dict | set):
                for name in listed:
                    yield from (w for w in _WORD.findall(fold(name)) if len(w) >= _SHORTEST)


def _counted(paths: Iterator[Path]) -> tuple[Counter[str], Counter[str]]:
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in paths:
        for word in _WORD.findall(path.read_text(encoding="utf-8")):
            (lower if word.islower() else capital)[fold(word)] += 1
    return lower, capital


def _is_word(name: str, lower: Counter[str], capital: Counter[str]) -> bool:
    low = lower[name]
    return low >= 2 and low / (low + capital[name]) > _MOST_IN_LOWER_CASE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
