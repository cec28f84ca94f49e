"""The mail server that takes our messages, as one URL names it (``smtps`` is port 465 of RFC 8314)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

Security = Literal["starttls", "tls", "plain"]
_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
    "smtp": ("plain", 25),
}
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*", re.ASCII)
_FORM = "like smtp+starttls://USER:PASSWORD@HOST:587 or smtps://HOST; percent-encode user and password"


@dataclass(frozen=True, slots=True)
class Relay:
    """Where the server is, and who we are to it; ``user`` is null where it asks for nobody.

    ``ca_file`` (PEM) takes the place of the system's authorities. ``timeout_s`` is how long each
    step may take; the answer to a whole message may take ten times as long (RFC 5321, section 4.5.3.2).
    ``connections`` is how many may be open at the same time.
    """

    host: str
    port: int
    security: Security
    user: str | None
    password: str | None = field(repr=False)
    ca_file: Path | None
    timeout_s: float
    connections: int


def relay_from_url(
    url: str,
    *,
    plain_text: bool = False,
    ca_file: Path | None = None,
    timeout_s: float = 60,
    connections: int = 1,
) -> Relay:
    """Read ``smtp+starttls://``, ``smtps://`` or, only with ``plain_text``, ``smtp://``.

    The text of an error never shows the URL: it may hold a password.

    Raises:
        ValueError: what is allowed, in words.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(_FORM) from None
    more = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in _SCHEMES or not _HOST.fullmatch(host) or more:
        raise ValueError(_FORM)
    security, usual_port = _SCHEMES[parts.scheme]
    if security == "plain" and not plain_text:
        raise ValueError(
            "smtp:// sends mail and password in plain text, which plain_text = true has to allow;"
            " better: smtp+starttls:// or smtps://"
        )
    user, password = (None if part is None else unquote(part) for part in (parts.username, parts.password))
    if (user is None) != (password is None):
        raise ValueError(f"a user and a password, or neither; {_FORM}")
    if not (user or "").isascii() or not (password or "").isascii():
        raise ValueError("a user and a password in ASCII")
    return Relay(
        host=host,
        port=port or usual_port,
        security=security,
        user=user,
        password=password,
        ca_file=ca_file,
        timeout_s=timeout_s,
        connections=connections,
    )
