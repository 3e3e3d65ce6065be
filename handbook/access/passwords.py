"""Passwords, kept as argon2id hashes. The one place that knows the library of the hash."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from handbook.errors import SettingsError

SHORTEST = 12
"""Characters. Length is the only rule: others make passwords that are written on paper."""
LONGEST = 200

_HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_NOBODYS = (
    "$argon2id$v=19$m=65536,t=3,p=4$oCIzD507f7KsmfVCLdB/2g$U4/duy"
    "C7mHxD02ETDvCiEFtuY1FaIRznwMYok3MgwVA"
)
"""Of a password that was thrown away."""


def look_at(password: str) -> str:
    """A password that may be set; SettingsError says why another may not."""
    if len(password) < SHORTEST:
        raise SettingsError(
            f"The password has {len(password)} characters; give it {SHORTEST} or more, such as "
            "four words that have nothing to do with each other."
        )
    if len(password) > LONGEST:
        raise SettingsError(f"The password has more than {LONGEST} characters; give it fewer.")
    return password


def hashed(password: str) -> str:
    """What is kept of a password. It takes 64 MiB and a tenth of a second, so as to be hard to
    guess."""
    return _HASHER.hash(password)


def agrees(kept: str | None, password: str) -> bool:
    """Whether a password is the one that is kept. Where none is kept, as much time is taken: how
    long the refusal takes tells nobody which names there are."""
    try:
        return _HASHER.verify(kept or _NOBODYS, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False
