"""What an operator sets: digest.toml in the home folder, with what the environment says instead."""

from __future__ import annotations

import re
import tomllib
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from digest.delivery.relay import Relay, relay_from_url
from digest.environment import ADDRESS, IN_FILE, MAILBOX, PUBLIC_URL, Environment, Hosts, Networks, mistakes
from digest.errors import DigestError
from digest.issue.model import Brand
from digest.pipeline.newsletter import Sender, Web
from digest.sources.registry import SOURCES
from digest.sources.source import Source

STARTER = Path(__file__).with_name("starter.toml")


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
    #: A language tag (BCP 47).
    language: str = Field(default="en", pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


class SenderSettings(_Section):
    """Who the mail comes from. ``list_id`` is a bare domain-like name (RFC 2919)."""

    address: str = Field(default="digest@shiporskip.example", pattern=f"^{ADDRESS}$")
    name: str = "Ship or Skip"
    list_id: str = Field(default="weekly.shiporskip.example", pattern=r"^[A-Za-z0-9][A-Za-z0-9.-]*$")
    public_url: str = Field(default="https://shiporskip.example", pattern=PUBLIC_URL)


class SmtpSettings(_Section):
    """The server that takes the mail; without ``url`` it goes into the outbox folder.

    ``ca_file`` is taken from the home folder on. ``timeout_s`` is in seconds, of each step.
    ``connections`` are open at the same time. ``messages_per_minute`` is the most that leaves, of issues
    and of letters each; null for no limit.
    """

    url: str | None = Field(default=None, repr=False)
    plain_text: bool = False
    ca_file: Path | None = None
    timeout_s: float = Field(default=60, gt=0)
    connections: int = Field(default=4, ge=1, le=32)
    messages_per_minute: int | None = Field(default=None, ge=1)


class WebSettings(_Section):
    """Who is heard by ``digest serve``.

    ``hosts`` are names it answers to beside that of ``sender.public_url``, localhost and 127.0.0.1.
    ``proxies`` is how many proxies of yours a request passes; the last entries of X-Forwarded-For are
    theirs.
    """

    hosts: Hosts = ()
    proxies: int = Field(default=0, ge=0)


class FetchSettings(_Section):
    """What may be fetched from beside the public internet: networks of yours, such as ``10.1.0.0/16``."""

    open_networks: Networks = ()

    @property
    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The same as networks."""
        return tuple(map(ip_network, self.open_networks))


class SourceSettings(_Section):
    """One source of launches."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    kind: Annotated[str, AfterValidator(_kind)]
    url: str = Field(pattern=r"^https?://\S+$")
    category: str | None = None
    job_tags: tuple[str, ...] = ()
    launches: bool = True
    launch_titles: Annotated[str, AfterValidator(_pattern)] | None = None
    group: str | None = Field(default=None, min_length=1)


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
    smtp: SmtpSettings = SmtpSettings()
    web: WebSettings = WebSettings()
    fetch: FetchSettings = FetchSettings()
    sources: Annotated[tuple[SourceSettings, ...], AfterValidator(_names_once)] = ()

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The zone that weeks begin in."""
        return ZoneInfo(self.zone)

    @property
    def issue_brand(self) -> Brand:
        """The brand as an issue carries it."""
        return Brand(**self.brand.model_dump(), pages_url=self.issue_sender.public_url)

    @property
    def issue_sender(self) -> Sender:
        """The sender as a delivery takes it."""
        sender = self.sender.model_dump()
        return Sender(**{**sender, "public_url": sender["public_url"].rstrip("/")})

    @property
    def web_reach(self) -> Web:
        """Who is heard over HTTP."""
        return Web(**self.web.model_dump())

    @property
    def examples_left(self) -> tuple[str, ...]:
        """What no mail into the world may go without, and is still empty or the starter's example."""
        asked = (
            ("sender.address (DIGEST_SENDER)", self.sender.address, SenderSettings().address),
            ("sender.public_url (DIGEST_PUBLIC_URL)", self.sender.public_url, SenderSettings().public_url),
            (
                "brand.postal_address (DIGEST_POSTAL_ADDRESS)",
                self.brand.postal_address,
                BrandSettings().postal_address,
            ),
        )
        return tuple(name for name, value, example in asked if value.strip().rstrip("/") in {"", example})

    def relay(self, home: Path) -> Relay | None:
        """The mail server; null where mail goes into the folder.

        Raises:
            DigestError: the URL is wrong; the text does not show it.
        """
        smtp = self.smtp
        if smtp.url is None:
            return None
        try:
            return relay_from_url(
                smtp.url,
                plain_text=smtp.plain_text,
                ca_file=None if smtp.ca_file is None else home / smtp.ca_file,
                timeout_s=smtp.timeout_s,
                connections=smtp.connections,
            )
        except ValueError as error:
            raise DigestError(f"smtp.url (DIGEST_SMTP_URL) is not as it has to be: {error}") from None

    @property
    def source_list(self) -> tuple[Source, ...]:
        """The sources as the parsers take them."""
        return tuple(Source(**source.model_dump()) for source in self.sources)


def load(home: Path, given: Environment | None = None) -> Settings:
    """Read ``home/digest.toml``, or the starter's settings where there is none; ``given`` goes first.

    Raises:
        DigestError: a line is wrong; the text names file, setting, value and what is allowed.
    """
    path = home / "digest.toml"
    if not path.exists():
        path = STARTER
    try:
        found = Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DigestError(f"{path}: not TOML: {error}") from error
    except ValidationError as error:
        raise DigestError("\n".join(mistakes(error, f"{path}: "))) from error
    return found if given is None else _overridden(found, given)


def _overridden(found: Settings, given: Environment) -> Settings:
    """The settings with what the environment says instead; its values are checked already."""
    sections: dict[str, dict[str, object]] = {"brand": {}, "sender": {}, "smtp": {}, "web": {}, "fetch": {}}
    for name, (section, setting) in IN_FILE.items():
        if (value := getattr(given, name)) is not None:
            sections[section][setting] = value
    mailbox = None if given.sender is None else MAILBOX.fullmatch(given.sender)
    if mailbox is not None:
        sections["sender"]["address"] = mailbox["address"] or mailbox["bare"]
        if name := (mailbox["name"] or "").strip().strip('"'):
            sections["sender"]["name"] = name
    return found.model_copy(
        update={
            section: getattr(found, section).model_copy(update=values) for section, values in sections.items()
        }
    )
