"""The bar that is always on screen: 999, and the areas' numbers one tap away."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

Contact = Mapping[str, Any]


def danger_html(contacts: Sequence[Contact]) -> str:
    """999 first, the other numbers in a row, and what is known about each behind a summary."""
    others = [c for c in contacts if str(c.get("number", "")) != "999"]
    chips = "".join(_chip(c) for c in others if "number" in c)
    row = f"<div class='hb-numbers'>{chips}</div>" if chips else ""
    facts = "".join(f"<li>{_known(c)}</li>" for c in others)
    more = (
        f"<details><summary>Hours, and areas without a number</summary><ul>{facts}</ul></details>"
    )
    return (
        "<div class='hb-danger' role='region' aria-label='Immediate danger'>"
        "<a class='hb-999' href='tel:999'>In immediate danger call 999</a>"
        f"{row}{more if facts else ''}</div>"
    )


def _chip(contact: Contact) -> str:
    number = str(contact["number"])
    digits = re.sub(r"[^\d+]", "", number)
    words = f"<strong>{escape(number)}</strong> {escape(str(contact['name']))}"
    return f"<a href='tel:{digits}'>{words} <small>({_checked(contact)})</small></a>"


def _known(contact: Contact) -> str:
    name = escape(str(contact["name"]))
    if "number" not in contact:
        return f"{name}: {escape(str(contact.get('note', 'the number is not held here')))}"
    hours = escape(str(contact.get("hours", "hours not stated")))
    return f"{name}: {escape(str(contact['number']))}, {hours}, {_checked(contact)}"


def _checked(contact: Contact) -> str:
    day = str(contact.get("checked_on", "never"))
    return "not yet checked" if day == "never" else f"checked on {escape(day)}"
