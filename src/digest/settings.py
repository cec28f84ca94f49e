"""What an operator sets: digest.toml in the home folder, and three environment variables.

The command line reads the first two as options, and ``DIGEST_ACTOR`` besides; nothing else reads the
environment.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from digest.db import BUSY_TIMEOUT_S
from digest.errors import DigestError
from digest.issue.model import Brand
from digest.pipeline.newsletter import Sender
from digest.sources.registry import SOURCES
from digest.sources.source import Source

STARTER = Path(__file__).with_name("starter.toml")


class Environment(BaseSettings):
    """``DIGEST_HOME``, ``DIGEST_DATABASE_URL`` and ``DIGEST_BUSY_TIMEOUT_S`` (seconds).

    Read it with :func:`environment`, which refuses a wrong value by name.
    """

    model_config = SettingsConfigDict(env_prefix="DIGEST_")

    home: Path = Path("digest-data")
    database_url: str | None = None
    busy_timeout_s: float = Field(default=BUSY_TIMEOUT_S, gt=0)


def environment() -> Environment:
    """Read the environment.

    Raises:
        DigestError: a variable is wrong; the text names it, its value and what is allowed.
    """
    try:
        return Environment()
    except ValidationError as error:
        raise DigestError("\n".join(_mistakes(error, "DIGEST_", str.upper))) from error


def _mistakes(error: ValidationError, before: str, spell: Callable[[str], str] = str) -> list[str]:
    """One line for each problem: where, which setting, its value, what is allowed."""
    lines = []
    for problem in error.errors():
        setting = before + spell(".".join(map(str, problem["loc"])))
        missing = problem["type"] == "missing"
        lines.append(f"{setting} is " + ("missing" if missing else f"{problem['input']!r}: {problem['msg']}"))
    return lines


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("a zone of the IANA database, such as Europe/Berlin") from error
    return name


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"a regular expression; this one breaks: {error}") from error
    return text


def _kind(kind: str) -> str:
    if kind not in SOURCES:
        raise ValueError(f"one of {', '.join(SOURCES)}")
    return kind


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class BrandSettings(_Section):
    """The words around the content."""

    name: str = Field(default="Ship or Skip", min_length=1, max_length=60)
    postal_address: str = "Ship or Skip, 500 Example Street, Suite 4, Springfield, IL 62701, USA"
    reason: str = "You get this because you signed up."
    site_url: str | None = None
    notice: str | None = None


class SenderSettings(_Section):
    """Who the mail comes from. ``list_id`` is a bare domain-like name (RFC 2919)."""

    address: str = Field(default="digest@shiporskip.example", pattern=r"^[^@\s<>]+@[^@\s<>]+$")
    name: str = "Ship or Skip"
    list_id: str = Field(default="weekly.shiporskip.example", pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")
    public_url: str = Field(default="https://shiporskip.example", pattern=r"^https://[^\s<>]+$")


class SourceSettings(_Section):
    """One source of launches."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: Annotated[str, AfterValidator(_kind)]
    url: str = Field(pattern=r"^https?://\S+$")
    category: str | None = "Developer Tools"
    job_tags: tuple[str, ...] = ()
    launches: bool = True
    launch_titles: Annotated[str, AfterValidator(_pattern)] | None = None


def _names_once(sources: tuple[SourceSettings, ...]) -> tuple[SourceSettings, ...]:
    names = [source.name for source in sources]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"each source has a name of its own; {', '.join(twice)} stands twice")
    return sources


class Settings(_Section):
    """All of digest.toml. A file that is not there means these defaults."""

    zone: Annotated[str, AfterValidator(_zone)] = "Europe/Berlin"
    templates_dir: Path | None = None
    brand: BrandSettings = BrandSettings()
    sender: SenderSettings = SenderSettings()
    sources: Annotated[tuple[SourceSettings, ...], AfterValidator(_names_once)] = ()

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The zone that weeks begin in."""
        return ZoneInfo(self.zone)

    @property
    def issue_brand(self) -> Brand:
        """The brand as an issue carries it."""
        return Brand(**self.brand.model_dump())

    @property
    def issue_sender(self) -> Sender:
        """The sender as a delivery takes it."""
        sender = self.sender.model_dump()
        return Sender(**{**sender, "public_url": sender["public_url"].rstrip("/")})

    @property
    def source_list(self) -> tuple[Source, ...]:
        """The sources as the parsers take them."""
        return tuple(Source(**source.model_dump()) for source in self.sources)


def load(home: Path) -> Settings:
    """Read ``home/digest.toml``, or the starter's settings where there is none.

    Raises:
        DigestError: a line is wrong; the text names file, setting, value and what is allowed.
    """
    path = home / "digest.toml"
    if not path.exists():
        path = STARTER
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DigestError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        raise DigestError("\n".join(_mistakes(error, f"{path}: "))) from error
