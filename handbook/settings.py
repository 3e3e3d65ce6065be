"""One frozen object of settings, read from the environment once and passed by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from handbook.errors import SettingsError

Network = IPv4Network | IPv6Network
ROOT = Path(__file__).resolve().parent.parent
PREFIX = "HANDBOOK_"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are served. Each field is ``HANDBOOK_<FIELD>`` in capitals."""

    corpus: Path = ROOT / "corpus"
    """The folder of documents, with or without a manifest."""
    data: Path = ROOT / ".handbook"
    """Where the catalogue and the index live."""
    model: Path = ROOT / "models" / "all-MiniLM-L6-v2-int8"
    """The folder of the encoder."""
    reader: Path | None = None
    """The folder of a trained reader; without one, or with ``none``, words alone are judged."""
    prompts: Path = ROOT / "prompts"
    """The folder of the fixed replies."""
    contacts: Path = ROOT / "corpus" / "contacts.toml"
    """The table of telephone numbers."""
    glossary: Path = ROOT / "corpus" / "glossary.toml"
    """The table of acronyms."""
    host: str = "127.0.0.1"
    """The address that the page listens on."""
    port: int = 7860
    """The port that the page listens on."""
    sync_private: tuple[Network, ...] = ()
    """Networks that `handbook sync` may visit although they are not public: an intranet's."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings as the environment gives them; an unknown or unusable one is a SettingsError."""
        given = os.environ if environment is None else environment
        known = {PREFIX + f.name.upper(): f.name for f in fields(cls)}
        values = {}
        for name, value in given.items():
            if not name.startswith(PREFIX):
                continue
            if name not in known:
                raise SettingsError(f"{name} is not a setting; there are {', '.join(known)}.")
            values[known[name]] = _parsed(name, known[name], value)
        return cls(**values)  # type: ignore[arg-type]


def _parsed(name: str, field: str, value: str) -> Path | int | str | tuple[Network, ...] | None:
    if field == "host":
        return value
    if field == "reader" and value.strip().lower() == "none":
        return None
    if field == "sync_private":
        return _networks(name, value)
    if field != "port":
        if not value.strip():
            raise SettingsError(f"{name} is empty; give it a path, or leave it unset.")
        return Path(value).expanduser().absolute()
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise SettingsError(f"{name} is {value!r}; a port is a number from 1 to 65535.")
    return int(value)


def _networks(name: str, value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise SettingsError(
            f"{name} is {value!r} ({error}); give networks such as 10.4.0.0/16, commas between."
        ) from error
