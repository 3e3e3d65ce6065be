"""What several of a thing are called, where its name has a few words."""

from __future__ import annotations

import re

from handbook.text import FUNCTION_WORDS

_HEAD = re.compile(r"(?P<head>.+?)(?P<rest> (?:in|of|out|on|to|at|with|for)\b.*)?", re.IGNORECASE)


def plural(name: str) -> str:
    """The name of several: "health visitors", "children in need". One that is no noun ("was not
    brought") or stands in the plural stays as it is."""
    found = _HEAD.fullmatch(name)
    if found is None or name.split()[0].lower() in FUNCTION_WORDS:
        return name
    return _several(found["head"]) + (found["rest"] or "")


def _several(noun: str) -> str:
    if noun.endswith("child"):
        return f"{noun}ren"
    if noun.endswith(("s", "children")):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("ch", "sh", "x")) else f"{noun}s"
