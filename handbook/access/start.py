"""Whether those who use the pages must say who they are, and whether they can."""

from __future__ import annotations

from ipaddress import ip_address

from handbook.access.accounts import Accounts
from handbook.errors import SettingsError
from handbook.settings import Settings


def is_loopback(host: str) -> bool:
    """Whether a name or number means the machine itself."""
    try:
        return host.lower() == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def must_sign_in(settings: Settings) -> bool:
    """Not where one machine serves itself and nobody has made an account."""
    return (
        not is_loopback(settings.host)
        or bool(settings.trusted_proxy)
        or bool(Accounts(settings.data).all())
    )


def look_at_start(settings: Settings) -> None:
    """SettingsError where the pages would be served to others, and nobody could sign in."""
    if is_loopback(settings.host) or settings.trusted_proxy or Accounts(settings.data).all():
        return
    raise SettingsError(
        f"HANDBOOK_HOST is {settings.host}, an address that other machines reach, and there is no "
        "account; make one with `handbook account add NAME --role admin`, or name the proxy that "
        "signs people in with HANDBOOK_TRUSTED_PROXY."
    )
