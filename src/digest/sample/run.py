"""Run the sample: packaged feeds, reviews, votes and subscribers, with a fixed clock, ids and keys."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from digest import db
from digest.bootstrap import open_newsletter, write_keys
from digest.errors import DigestError
from digest.events import fact_id
from digest.pipeline.import_files import read_reviews, read_subscribers, read_tools, read_votes
from digest.pipeline.import_reviews import import_reviews
from digest.pipeline.import_tools import import_tools
from digest.pipeline.import_votes import import_votes
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.select import SETTLED, pin
from digest.pipeline.subscribe import subscribe
from digest.sources.http import Fetched, Validators

if TYPE_CHECKING:
    from digest.pipeline.newsletter import Newsletter
    from digest.sources.source import Source

DATA = Path(__file__).parent / "data"
#: A Thursday morning; the week that the sample's issue belongs to.
NOW = datetime(2026, 4, 23, 7, 0, tzinfo=UTC)
WEEK = "2026-W17"
PAIR = ("smolvlm2", "skillclaw")
#: Anybody can know these keys: the sample's links and salts protect nothing.
KEYS = {"content": "5a" * 32, "ring": {"current": 1, "keys": {"1": "a5" * 32}}}


def open_sample(folder: Path, database_url: str | None = None) -> Newsletter:
    """Open the sample in a folder of its own, made if it is not there; its database may be elsewhere.

    Raises:
        DigestError: the folder belongs to another newsletter.
    """
    settings = (DATA / "digest.toml").read_text(encoding="utf-8")
    target = folder / "digest.toml"
    if target.exists() and target.read_text(encoding="utf-8") != settings:
        raise DigestError(f"{folder} holds another newsletter; choose a folder of its own with --out")
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(settings, encoding="utf-8")
    write_keys(folder / "keys.json", KEYS)
    numbers = itertools.count(1)
    return open_newsletter(
        folder,
        database_url=database_url,
        actor="sample-editor",
        now=lambda: NOW,
        new_id=lambda: str(fact_id("sample-id", next(numbers))),
        fetch_with=_packaged,
    )


def prepare(newsletter: Newsletter) -> str:
    """Import the sample's facts and pin its pair; returns its week. A second time nothing changes."""
    log, key, actor = newsletter.log, newsletter.content_key, newsletter.actor
    import_tools(log, read_tools(DATA / "tools.jsonl"), content_key=key, actor=actor)
    import_reviews(log, read_reviews(DATA / "reviews.jsonl"), content_key=key, actor=actor)
    import_votes(log, read_votes(DATA / "votes.jsonl"), actor=actor)
    subscribe(newsletter, read_subscribers(DATA / "subscribers.csv"), via="import")
    with db.reading(newsletter.engine) as connection:
        row = issue_row(connection, WEEK)
    if row is None or row.state not in SETTLED:
        pin(newsletter, WEEK, PAIR, "the pair this sample is about")
    return WEEK


def _packaged(source: Source, _url: str, _validators: Validators | None) -> Fetched:
    """Answer for a source with its packaged body, as its server would."""
    (body,) = (DATA / "feeds").glob(f"{source.name.replace('-', '_')}.*")
    return Fetched(body=body.read_bytes(), validators=Validators())
