"""Check digits and check letters of numbers that the United Kingdom gives to people."""

from __future__ import annotations

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_UPN_LENGTH = 13
_NHS_LENGTH = 10


def is_nhs_number(text: str) -> bool:
    """Whether the ten digits of a text end in the NHS number's check digit (modulus 11)."""
    digits = [int(c) for c in text if c.isdecimal()]
    if len(digits) != _NHS_LENGTH:
        return False
    weighted = sum(d * w for d, w in zip(digits, range(10, 1, -1), strict=False))
    return (11 - weighted % 11) % 11 == digits[-1]


def is_pupil_number(text: str) -> bool:
    """Whether a text begins with the check letter of a unique pupil number. A temporary number
    ends in a letter, which counts by its place in the same alphabet."""
    number = "".join(c for c in text.upper() if c.isalnum())
    if len(number) != _UPN_LENGTH or any(c.isalpha() and c not in _UPN_LETTERS for c in number):
        return False
    values = [int(c) if c.isdecimal() else _UPN_LETTERS.index(c) for c in number[1:]]
    return _UPN_LETTERS[sum(v * w for w, v in enumerate(values, start=2)) % 23] == number[0]
