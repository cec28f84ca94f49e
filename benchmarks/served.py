"""A newsletter that sent an issue to some readers, with votes on it, behind ``digest serve`` on one core."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from digest import db
from digest.bootstrap import open_newsletter
from digest.issue.weeks import week_of
from digest.links import Vote, sign
from digest.pipeline.import_files import read_reviews, read_subscribers, read_tools, read_votes
from digest.pipeline.import_reviews import import_reviews
from digest.pipeline.import_tools import import_tools
from digest.pipeline.import_votes import import_votes
from digest.pipeline.newsletter import Newsletter
from digest.pipeline.subscribe import subscribe
from digest.pipeline.weekly import weekly
from digest.projections.live import live_tables

TOOLS = ("left-hand", "right-hand")


class Mailed(NamedTuple):
    """A home whose newest issue is out, and the ids of its readers."""

    newsletter: Newsletter
    week: str
    readers: list[str]

    def vote_paths(self) -> list[str]:
        """A vote link of each reader for each tool and choice; neighbours differ in reader."""
        return [
            "/v/"
            + sign(
                self.newsletter.ring,
                Vote(subscriber_id=reader, week=self.week, side=side, choice=choice),
            )
            for choice in ("ship", "skip")
            for side in ("left", "right")
            for reader in self.readers
        ]


def mail(home: Path, *, readers: int, votes: int) -> Mailed:
    """Fill an empty folder; all that is dated is some days old, so that links are open."""
    newsletter = open_newsletter(home)
    key, actor, today = newsletter.content_key, "editor", newsletter.now().date()
    checked, launched = str(today), str(today - timedelta(days=5))
    tools = [_tool(slug, checked, launched) for slug in TOOLS]
    import_tools(newsletter.log, read_tools(_lines(home, tools)), content_key=key, actor=actor)
    takes = [
        {"tool": slug, "persona": persona, "choice": "ship", "score": 70, "take": "It does.", "at": launched}
        for slug in TOOLS
        for persona in ("builder", "skeptic", "founder")
    ]
    import_reviews(newsletter.log, read_reviews(_lines(home, takes)), content_key=key, actor=actor)
    subscribe(newsletter, read_subscribers(readers_file(home, readers, launched)), via="import")
    week = week_of(newsletter.now(), newsletter.zone)
    weekly(newsletter, week, auto_approve=True, on_step=lambda *_: None, on_progress=lambda *_: None)
    said = [
        {"tool": TOOLS[n % 2], "voter": f"voter-{n}", "choice": "skip" if n % 3 else "ship", "at": launched}
        for n in range(votes)
    ]
    if said:
        import_votes(newsletter.log, read_votes(_lines(home, said)), actor=actor)
    with db.reading(newsletter.engine) as connection:
        table = live_tables(connection)["subscriber"]
        return Mailed(newsletter, week, list(connection.execute(select(table.c.subscriber_id)).scalars()))


def _tool(slug: str, checked: str, launched: str) -> dict[str, Any]:
    return {
        "slug": slug,
        "name": slug.title(),
        "tagline": "What it is for",
        "category": "Developer Tools",
        "job_tags": ["agents"],
        "pricing": "Free",
        "pricing_source": f"https://{slug}.example/pricing",
        "pricing_checked_at": checked,
        "homepage": f"https://{slug}.example/",
        "launched_at": launched,
    }


def _lines(home: Path, records: list[dict[str, Any]]) -> Path:
    path = home / "in.jsonl"
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def readers_file(home: Path, count: int, confirmed: str) -> Path:
    """So many subscribers with their evidence, as CSV."""
    path = home / "readers.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("email", "name", "confirmed_at", "consent_source", "consent_text"))
        rows.writerows((f"r{n}@example.org", f"Reader {n}", confirmed, "form", "Yes") for n in range(count))
    return path


class Served(NamedTuple):
    """A running server. ``peak_bytes`` is its largest resident set so far."""

    port: int
    pid: int

    def peak_bytes(self) -> float:
        """From the kernel's account; on Linux alone."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        if found is None:
            raise SystemExit("the kernel does not say how much memory a process used; run it on Linux")
        return int(found[1]) * 1024.0


@contextmanager
def serving(home: Path) -> Iterator[Served]:
    """``digest serve`` on one core, told that a proxy stands before it; the client gets the others."""
    cores = sorted(os.sched_getaffinity(0))
    given = {name: value for name, value in os.environ.items() if not name.startswith("DIGEST_")}
    command = [sys.executable, "-u", "-m", "digest", "--home", str(home), "serve", "--port", "0"]
    os.sched_setaffinity(0, cores[:1])
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=given | {"DIGEST_WEB_PROXIES": "1"}
    )
    os.sched_setaffinity(0, cores[1:] or cores)
    try:
        said = re.search(r"http://\S+:(\d+)", server.stdout.readline() if server.stdout else "")
        if said is None:
            raise SystemExit("the server did not start")
        yield Served(int(said[1]), server.pid)
    finally:
        server.terminate()
        server.wait(30)
        os.sched_setaffinity(0, cores)
