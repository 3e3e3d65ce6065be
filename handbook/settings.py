"""One frozen object of settings, read from the environment once and passed by hand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from handbook.access.roles import EVERYBODY, GroupRole, Role
from handbook.endpoint import ChromaServer, Endpoint, Secret, signs_in
from handbook.errors import SettingsError

Network = IPv4Network | IPv6Network
ROOT = Path(__file__).resolve().parent.parent
PREFIX = "HANDBOOK_"
BUILT_IN_ENCODER = ROOT / "models" / "encoder-int8"
BUILT_IN_READER = ROOT / "models" / "reader-int8"
_NO_KEY = Secret("")
GAPS = ("nothing", "topics", "questions")
_MOST = {"port": 65535, "language_model_seconds": 600, "keep_days": 36500}
"""The settings that are numbers, from 1 on."""
_ALL_READERS = (GroupRole(EVERYBODY, Role.READER),)
Value = (
    Path
    | Endpoint
    | ChromaServer
    | Secret
    | Role
    | bool
    | int
    | str
    | tuple[Network, ...]
    | tuple[GroupRole, ...]
    | None
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things are and how they are served. Each field is ``HANDBOOK_<FIELD>`` in capitals."""

    corpus: Path = ROOT / "corpus"
    """The folder of documents, with or without a manifest."""
    data: Path = ROOT / ".handbook"
    """Where the catalogue and the index live."""
    chroma: ChromaServer | None = None
    """The Chroma server that keeps the vectors; ``none``, and they lie in the data folder."""
    ray: str | None = None
    """The Ray cluster that reads and encodes: its address, ``auto``, or ``local`` for one that is
    started here; ``none``, and processes of this machine do."""
    encoder: Path | Endpoint = BUILT_IN_ENCODER
    """The folder of the encoder, or MODEL@URL where it is served."""
    encoder_key: Secret = _NO_KEY
    """The key of the server of the encoder, where it wants one."""
    language_model: Endpoint | None = None
    """MODEL@URL of a language model, which points to the sentences that answer, and gives opinions
    on evaluation runs."""
    language_model_key: Secret = _NO_KEY
    """The key of the server of the language model, where it wants one."""
    language_model_seconds: int = 20
    """How long one request to the language model may take before the answer is made without it."""
    lead: bool = False
    """Whether the language model may put one line of its own above an answer: yes or no."""
    reader: Path | None = BUILT_IN_READER
    """The folder of a trained reader; with ``none``, words alone are judged."""
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
    gaps: str = "topics"
    """What the registers of gaps and of feedback keep of a question: nothing (then there are no
    registers), topics, or questions too."""
    keep_days: int = 365
    """How many days the registers and the checks of material are kept."""
    sync_private: tuple[Network, ...] = ()
    """Networks that `handbook sync` may visit although they are not public: an intranet's."""
    trusted_proxy: tuple[Network, ...] = ()
    """The addresses of the proxy that signs people in and says who they are; nobody else is
    believed."""
    proxy_roles: tuple[GroupRole, ...] = _ALL_READERS
    """The role of each group that the proxy names, as GROUP=ROLE; ``*`` is everybody."""

    read_as: Role = Role.ADMIN
    """The role whose sources are read: by the command line and the tools of an assistant, and by
    the pages where nobody signs in. Nobody who does reads more than it may."""

    def as_environment(self) -> dict[str, str]:
        """The environment from which a process of its own gets the same settings."""
        return {PREFIX + f.name.upper(): _written(getattr(self, f.name)) for f in fields(self)}

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


def _parsed(name: str, field: str, value: str) -> Value:
    if field == "host" or (field == "ray" and value.strip() not in ("", "none")):
        return value
    if field.endswith("_key"):
        return Secret(value)
    if field == "gaps":
        if value not in GAPS:
            raise SettingsError(f"{name} is {value!r}; give {', '.join(GAPS)}.")
        return value
    if field in ("chroma", "ray", "reader", "language_model") and value.strip().lower() == "none":
        return None
    if field in ("encoder", "language_model", "chroma") and signs_in(value):
        raise _signs_in(name, field)
    if field in ("encoder", "language_model") and (served := Endpoint.parse(value)):
        return served
    if field == "chroma":
        return _chroma(name, value)
    if field == "language_model":
        raise SettingsError(
            f"{name} is {value!r}; give it as MODEL@URL, such as llama3.2@http://127.0.0.1:11434/v1."
        )
    if field in ("sync_private", "trusted_proxy"):
        return _networks(name, value)
    if field == "proxy_roles":
        return _roles(name, value)
    if field == "read_as":
        return _role(name, value)
    if field == "lead":
        return _yes_or_no(name, value)
    if field in _MOST:
        return _number(name, value, _MOST[field])
    if not value.strip():
        raise SettingsError(f"{name} is empty; give it a path, or leave it unset.")
    return Path(value).expanduser().absolute()


def _signs_in(name: str, field: str) -> SettingsError:
    """The fault, which does not repeat the password."""
    other = "" if field == "chroma" else f" and give the server's key as {name}_KEY"
    return SettingsError(
        f"{name} has a user name or a password in its address, which is printed and kept in "
        f"records; take it out{other}."
    )


def _chroma(name: str, value: str) -> ChromaServer:
    if server := ChromaServer.parse(value):
        return server
    raise SettingsError(f"{name} is {value!r}; give it as http://HOST:PORT, or none.")


def _yes_or_no(name: str, value: str) -> bool:
    if value not in ("yes", "no"):
        raise SettingsError(f"{name} is {value!r}; give yes or no.")
    return value == "yes"


def _number(name: str, value: str, most: int) -> int:
    if not (value.isascii() and value.isdecimal()) or not 0 < int(value) <= most:
        raise SettingsError(f"{name} is {value!r}; give a number from 1 to {most}.")
    return int(value)


def _written(value: Value) -> str:
    if isinstance(value, Secret):
        return value.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "none" if value is None else str(value)


def _networks(name: str, value: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in value.split(",") if part.strip())
    except ValueError as error:
        raise SettingsError(
            f"{name} is {value!r} ({error}); give networks such as 10.4.0.0/16, commas between."
        ) from error


def _role(name: str, value: str) -> Role:
    try:
        return Role.named(value)
    except SettingsError as error:
        raise SettingsError(f"{name}: {error}") from error


def _roles(name: str, value: str) -> tuple[GroupRole, ...]:
    try:
        return tuple(GroupRole.parse(part) for part in value.split(",") if part.strip())
    except SettingsError as error:
        raise SettingsError(f"{name}: {error}") from error
