"""Environment variables, which go before digest.toml.

The command line reads ``DIGEST_HOME`` and ``DIGEST_DATABASE_URL`` as options, and ``DIGEST_ACTOR`` besides;
nothing else reads the environment.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from digest.db import BUSY_TIMEOUT_S
from digest.errors import DigestError

PUBLIC_URL = r"^https://[^\s<>]+$"
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?")
ADDRESS = r"[^@\s<>]+@[^@\s<>]+"
MAILBOX = re.compile(rf"(?P<name>[^<>]*)<(?P<address>{ADDRESS})>|(?P<bare>{ADDRESS})")


def _mailbox(text: str) -> str:
    if not MAILBOX.fullmatch(text.strip()):
        raise ValueError("an address, or Name <address>")
    return text.strip()


def _host(text: str) -> str:
    if not _HOST.fullmatch(text):
        raise ValueError("a host name without scheme and port, such as digest.example.org")
    return text.lower()


def _words(text: object) -> object:
    return tuple(text.replace(",", " ").split()) if isinstance(text, str) else text


Hosts = tuple[Annotated[str, AfterValidator(_host)], ...]


def _network(text: str) -> str:
    try:
        ip_network(text)
    except ValueError as error:
        raise ValueError("a network such as 10.1.0.0/16 or 127.0.0.1/32") from error
    return text


Networks = tuple[Annotated[str, AfterValidator(_network)], ...]


def _key(text: str) -> str:
    try:
        long_enough = len(bytes.fromhex(text)) == 32
    except ValueError:
        long_enough = False
    if not long_enough:
        raise ValueError("64 hexadecimal digits, such as: openssl rand -hex 32")
    return text


class Environment(BaseSettings):
    """Each is ``DIGEST_`` and its name; an empty variable counts as none.

    ``sender`` is an address, or ``Name <address>``. ``key`` signs links in place of the key file's
    current one: 64 hexadecimal digits. ``web_hosts`` and ``fetch_open_networks`` are parted by
    commas or blanks. The others stand for the setting of digest.toml that :data:`IN_FILE` names. Read it
    with :func:`environment`, which refuses a wrong value by name.
    """

    model_config = SettingsConfigDict(env_prefix="DIGEST_", env_ignore_empty=True)

    home: Path = Path("digest-data")
    database_url: str | None = None
    busy_timeout_s: float = Field(default=BUSY_TIMEOUT_S, gt=0)
    smtp_url: str | None = Field(default=None, repr=False)
    smtp_plain_text: bool | None = None
    smtp_ca_file: Path | None = None
    smtp_timeout_s: float | None = Field(default=None, gt=0)
    smtp_connections: int | None = Field(default=None, ge=1, le=32)
    smtp_messages_per_minute: int | None = Field(default=None, ge=1)
    public_url: str | None = Field(default=None, pattern=PUBLIC_URL)
    sender: Annotated[str, AfterValidator(_mailbox)] | None = None
    postal_address: str | None = None
    key: Annotated[str, AfterValidator(_key)] | None = Field(default=None, repr=False)
    web_hosts: Annotated[Hosts | None, NoDecode, BeforeValidator(_words)] = None
    web_proxies: int | None = Field(default=None, ge=0)
    fetch_open_networks: Annotated[Networks | None, NoDecode, BeforeValidator(_words)] = None

    @property
    def link_key(self) -> bytes | None:
        """The key that signs links, if one is given."""
        return None if self.key is None else bytes.fromhex(self.key)


#: Environment variable without its prefix -> section and setting of digest.toml.
IN_FILE = {
    "smtp_url": ("smtp", "url"),
    "smtp_plain_text": ("smtp", "plain_text"),
    "smtp_ca_file": ("smtp", "ca_file"),
    "smtp_timeout_s": ("smtp", "timeout_s"),
    "smtp_connections": ("smtp", "connections"),
    "smtp_messages_per_minute": ("smtp", "messages_per_minute"),
    "public_url": ("sender", "public_url"),
    "postal_address": ("brand", "postal_address"),
    "web_hosts": ("web", "hosts"),
    "web_proxies": ("web", "proxies"),
    "fetch_open_networks": ("fetch", "open_networks"),
}
#: Where a value may be, or hold, a password: it is never shown.
_SECRET = frozenset({"smtp", "smtp_url", "key"})


def environment() -> Environment:
    """Read the environment.

    Raises:
        DigestError: a variable is wrong; the text names it, its value and what is allowed.
    """
    try:
        return Environment()
    except ValidationError as error:
        raise DigestError("\n".join(mistakes(error, "DIGEST_", str.upper))) from error


def mistakes(error: ValidationError, before: str, spell: Callable[[str], str] = str) -> list[str]:
    """One line for each problem: where, which setting, its value, what is allowed."""
    lines = []
    for problem in error.errors():
        setting = before + spell(".".join(map(str, problem["loc"])))
        if problem["type"] == "missing":
            lines.append(f"{setting} is missing")
        elif not _SECRET.isdisjoint(problem["loc"][:1]):
            lines.append(f"{setting} is not as it has to be: {problem['msg']}")
        else:
            lines.append(f"{setting} is {problem['input']!r}: {problem['msg']}")
    return lines
