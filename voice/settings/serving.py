"""Settings of the server: where it listens, and who may come in."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from models.base import SettingsError
from voice.settings.checks import setting
from voice.settings.lists import read_keys

DOOR = "Who may come in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Where the page is served, and to whom."""

    host: str = setting(
        "127.0.0.1",
        "Serving",
        "Address to listen on; 0.0.0.0 lets other machines in.",
        metavar="ADDRESS",
    )
    port: int = setting(
        7860, "Serving", "Port to listen on; 0 takes any free one.", metavar="N", low=0, high=65535
    )
    share: bool = setting(
        False, "Serving", "Also open a public link through Gradio's tunnel (leaves this machine)."
    )
    ssl_certfile: Path | None = setting(
        None, "Serving", "Certificate (PEM), to serve over HTTPS.", metavar="FILE", kind="file"
    )
    ssl_keyfile: Path | None = setting(
        None, "Serving", "Private key of the certificate (PEM).", metavar="FILE", kind="file"
    )
    ssl_keyfile_password: str = setting(
        "",
        "Serving",
        "Password of the private key; better set in the environment.",
        metavar="PASSWORD",
        secret=True,
    )
    max_sessions: int = setting(
        4,
        "Serving",
        "How many people can talk at once; others wait for a place.",
        metavar="N",
        low=1,
        high=64,
    )
    session_minutes: float = setting(
        15.0,
        "Serving",
        "How long one conversation may last, in minutes.",
        metavar="MINUTES",
        low=0.1,
        high=1440,
    )

    auth: tuple[str, ...] = setting(
        (),
        DOOR,
        "Let in only this user; repeat for more. In the environment, separate users by commas "
        "or lines.",
        metavar="USER:PASSWORD",
        secret=True,
        kind="user:password",
    )
    api_key: tuple[str, ...] = setting(
        (),
        DOOR,
        "Let in whoever has this key; repeat for more. Better set in the environment.",
        metavar="KEY",
        secret=True,
        kind="keys",
    )
    api_keys: Path | None = setting(
        None,
        DOOR,
        "File of such keys, one a line; # begins a comment.",
        metavar="FILE",
        kind="file",
    )
    open: bool = setting(
        False, DOOR, "Let in everybody who can reach this address, without a key or login."
    )
    allow_origin: tuple[str, ...] = setting(
        (),
        DOOR,
        "Let pages of this server use Viva from a browser; repeat for more.",
        metavar="URL",
        kind="origins",
    )
    oidc_issuer: str = setting(
        "",
        DOOR,
        "Provider of logins (OpenID Connect), e.g. https://accounts.google.com.",
        metavar="URL",
        kind="url",
    )
    oidc_client_id: str = setting("", DOOR, "What the provider calls this Viva.", metavar="ID")
    oidc_client_secret: str = setting(
        "",
        DOOR,
        "What this Viva proves it with to the provider, if it has to.",
        metavar="SECRET",
        secret=True,
        flag=False,
    )
    oidc_allow: tuple[str, ...] = setting(
        (),
        DOOR,
        "Whom to let in with it: an e-mail address, a domain (@school.example), or * for "
        "everybody whom the provider knows; repeat for more.",
        metavar="WHO",
        kind="people",
    )


def others_can_come(settings: Serving) -> bool:
    """Whether anybody but this machine's own programs can reach the server."""
    return settings.share or not is_loopback(settings.host)


def is_loopback(name: str) -> bool:
    """Whether a name or address means this machine and nothing else."""
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"


def check_serving(settings: Serving) -> None:
    """Check settings that depend on one another.

    Raises
    ------
    SettingsError
        Two settings exclude each other, or one requires another.
    """
    if settings.ssl_keyfile and not settings.ssl_certfile:
        raise SettingsError("ssl_keyfile is set without ssl_certfile", "Set both or neither")
    if settings.api_keys:
        read_keys(settings.api_keys)
    closed = {
        "auth": settings.auth,
        "api_key": settings.api_key,
        "api_keys": settings.api_keys,
        "oidc_issuer": settings.oidc_issuer,
    }
    if settings.open and (named := [name for name, value in closed.items() if value]):
        raise SettingsError(f"open is set together with {named[0]}", "Set one of them")
    _check_oidc(settings)


def _check_oidc(settings: Serving) -> None:
    if not settings.oidc_issuer:
        for name in ("oidc_client_id", "oidc_client_secret", "oidc_allow"):
            if getattr(settings, name):
                raise SettingsError(
                    f"{name} is set without oidc_issuer", "Name the provider with --oidc-issuer"
                )
        return
    if not settings.oidc_issuer.startswith("https://") and not is_loopback(
        settings.oidc_issuer.partition("://")[2].partition("/")[0].partition(":")[0]
    ):
        raise SettingsError("oidc_issuer must begin with https://", "Name the provider's address")
    if not settings.oidc_client_id:
        raise SettingsError(
            "oidc_issuer is set without oidc_client_id", "Register Viva at the provider"
        )
    if not settings.oidc_allow:
        raise SettingsError(
            "oidc_issuer is set without oidc_allow",
            "Say whom to let in, like --oidc-allow @school.example, or * for everybody there",
        )
    if settings.auth:
        raise SettingsError(
            "auth is set together with oidc_issuer", "Let people sign in in one of the two ways"
        )
