"""The composition root: a home folder -> engine, log, clock, ids, keys and settings."""

from __future__ import annotations

import json
import os
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from digest import __version__, db, settings
from digest.delivery.folder import FolderTransport
from digest.delivery.pace import Pace
from digest.delivery.smtp import SmtpTransport
from digest.email.templates import packaged_templates
from digest.environment import Environment, environment
from digest.errors import DigestError
from digest.links import KeyRing
from digest.log.store import EventLog
from digest.pipeline.copy import OnProgress, OnStep
from digest.pipeline.home import KEYS, SETTINGS, require_whole
from digest.pipeline.newsletter import Fetch, Newsletter
from digest.pipeline.panel import ensure_panel
from digest.pipeline.project import project
from digest.pipeline.restore import Restored, restore
from digest.sources.added import added
from digest.sources.groups import Rests, group_of
from digest.sources.http import Fetched, Limits, Validators, fetch, open_session
from digest.sources.raw import BodyStore
from digest.sources.reach import Network
from digest.sources.registry import SOURCES
from digest.sources.source import Source


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets of one newsletter: ``content`` salts texts, ``ring`` signs links and names messages."""

    content: bytes
    ring: KeyRing


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _random_id() -> str:
    return str(uuid.uuid4())


def _polite_fetch(contact_url: str, opened: Sequence[Network]) -> Fetch:
    limits, here = Limits(), threading.local()
    rests = Rests(max(kind.gap_s for kind in SOURCES.values()))

    def get(source: Source, url: str, validators: Validators | None) -> Fetched:
        if not hasattr(here, "session"):
            here.session = open_session(contact_url, opened)
        # Nobody else asks for this group meanwhile.
        group = group_of(source, url)
        rest_s = rests.left_s(group, SOURCES[source.kind].gap_s, time.monotonic())
        if rest_s:
            time.sleep(rest_s)
        try:
            return fetch(source.name, url, validators=validators, limits=limits, session=here.session)
        finally:
            rests.end(group, time.monotonic())

    return get


def open_newsletter(
    home: Path,
    *,
    database_url: str | None = None,
    busy_timeout_s: float = db.BUSY_TIMEOUT_S,
    actor: str = "operator",
    meta: dict[str, str] | None = None,
    now: Callable[[], datetime] = _utc_now,
    new_id: Callable[[], str] = _random_id,
    fetch_with: Fetch | None = None,
    as_it_stands: bool = False,
    given: Environment | None = None,
) -> Newsletter:
    """Open a home folder: settings read, database migrated, panel defined, read models current.

    A home without digest.toml runs on the starter's settings. With ``as_it_stands`` nothing is
    appended and nothing folded: the log may be empty, or damaged. What is ``given`` goes before what
    digest.toml says.
    """
    configured = settings.load(home, given)
    relay = configured.relay(home)
    _make_folder(home)
    keys = load_keys(home / KEYS)
    engine = _engine(home, database_url, busy_timeout_s)
    db.migrate(engine)
    log = EventLog(engine, now=now, meta={"software": f"digest/{__version__}", **(meta or {})})
    if not as_it_stands:
        ensure_panel(log)
        project(log)
    own = configured.templates_dir
    folder = FolderTransport(home / "outbox")
    return Newsletter(
        home=home,
        log=log,
        zone=configured.zoneinfo,
        brand=configured.issue_brand,
        sender=configured.issue_sender,
        sources=_sources(configured.source_list, engine),
        templates=(*(() if own is None else (home / own,)), packaged_templates()),
        fetch=fetch_with or _polite_fetch(configured.sender.public_url, configured.fetch.networks),
        bodies=BodyStore(home / "bodies"),
        transport=folder if relay is None else SmtpTransport(relay, configured.sender.address),
        pace=Pace(
            None if relay is None else configured.smtp.messages_per_minute,
            now_s=time.monotonic,
            sleep=time.sleep,
        ),
        content_key=keys.content,
        ring=_ring(keys.ring, None if given is None else given.link_key),
        new_id=new_id,
        actor=actor,
        former=() if relay is None else (folder,),
        unset=() if relay is None else configured.examples_left,
        web=configured.web_reach,
    )


def _sources(in_file: tuple[Source, ...], engine: Engine) -> tuple[Source, ...]:
    """Those of digest.toml, and those added by command whose name the file does not use."""
    with db.reading(engine) as connection:
        kept = added(connection)
    names = {source.name for source in in_file}
    return (*in_file, *(source for source in kept if source.name not in names))


def _ring(stored: KeyRing, link_key: bytes | None) -> KeyRing:
    """The ring with another key to sign with; one that is in it keeps its id, a new one is the next."""
    if link_key is None:
        return stored
    known = {key: key_id for key_id, key in stored.keys.items()}
    current = known.get(link_key, max(stored.keys) + 1)
    return KeyRing(current=current, keys=stored.keys | {current: link_key})


def open_from_environment(
    home: Path | None = None,
    database_url: str | None = None,
    *,
    actor: str = "operator",
    meta: dict[str, str] | None = None,
    as_it_stands: bool = False,
) -> Newsletter:
    """Open the newsletter that ``DIGEST_HOME`` and its siblings name; arguments go first.

    Raises:
        DigestError: the folder is half restored, or a backup; or anything in it is wrong.
    """
    given = environment()
    home = home or given.home
    require_whole(home)
    return open_newsletter(
        home,
        database_url=database_url or given.database_url,
        busy_timeout_s=given.busy_timeout_s,
        actor=actor,
        meta=meta,
        as_it_stands=as_it_stands,
        given=given,
    )


def restore_into(
    home: Path,
    database_url: str | None,
    folder: Path,
    *,
    actor: str,
    erasures: Path | None,
    on_step: OnStep,
    on_progress: OnProgress,
) -> Restored:
    """Restore a backup into the home and database that these, or ``DIGEST_DATABASE_URL``, name."""
    given = environment()

    def open_at(url: str) -> Newsletter:
        return open_newsletter(home, database_url=url, actor=actor, given=given)

    return restore(
        folder,
        home,
        _engine(home, database_url or given.database_url, given.busy_timeout_s),
        open_at=open_at,
        erasures=erasures,
        on_step=on_step,
        on_progress=on_progress,
    )


def _engine(home: Path, database_url: str | None, busy_timeout_s: float) -> Engine:
    url = database_url or db.file_url(home / "digest.db")
    return db.open_engine(url, busy_timeout_s=busy_timeout_s)


def load_keys(path: Path) -> Keys:
    """Read the key file, or make one on first use: only its owner can read it, nobody twice.

    Raises:
        DigestError: the file is damaged; keys that links were signed with are never replaced.
    """
    if not path.exists():
        fresh = {
            "content": secrets.token_hex(32),
            "ring": {"current": 1, "keys": {"1": secrets.token_hex(32)}},
        }
        write_keys(path, fresh)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        ring = stored["ring"]
        return Keys(
            content=bytes.fromhex(stored["content"]),
            ring=KeyRing(
                current=ring["current"],
                keys={int(name): bytes.fromhex(key) for name, key in ring["keys"].items()},
            ),
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise DigestError(
            f"{path}: the keys cannot be read ({error}); put the file back from a backup."
            " With new keys, links in mails that were sent would stop working"
        ) from error


def write_keys(path: Path, stored: Mapping[str, object]) -> None:
    """Create the key file whole, unless another process was first: its keys then hold."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(stored, handle, indent=2)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DigestError(
            f"{home} cannot be the newsletter's folder ({error.strerror}); name another with --home"
        ) from error


def init_home(home: Path) -> Path:
    """Write a commented digest.toml into a folder; one that is there already is left alone.

    Raises:
        DigestError: the folder has a digest.toml, is half restored, or is a backup.
    """
    require_whole(home)
    target = home / SETTINGS
    if target.exists():
        raise DigestError(f"{target} is already there; edit it, or choose another folder")
    _make_folder(home)
    target.write_text(settings.STARTER.read_text(encoding="utf-8"), encoding="utf-8")
    return target
