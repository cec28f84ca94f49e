"""Worlds shared by the tests: a real database, a fixed clock, a loopback server, the command line."""

from __future__ import annotations

import gc
import io
import itertools
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from sqlalchemy import create_engine

from benchmarks.postgres import cluster, create_database, programs
from digest import db
from digest.bootstrap import open_newsletter
from digest.cli import main
from digest.log import store
from digest.log.store import EventLog
from digest.pipeline.import_files import read_reviews, read_subscribers, read_tools, read_votes
from digest.pipeline.import_reviews import import_reviews
from digest.pipeline.import_tools import import_tools
from digest.pipeline.import_votes import import_votes
from digest.pipeline.issue_stream import issue_row
from digest.pipeline.subscribe import subscribe
from digest.pipeline.weekly import weekly
from tests.compiled import compile_once
from tests.copies import Copies, in_memory, migrated_sqlite
from tests.stages import Stages, two_tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy import Engine

    from digest.pipeline.newsletter import Newsletter
    from digest.pipeline.weekly import Week

# Examples run on a shared machine: no deadline, and few enough to keep the suite short.
settings.register_profile("digest", max_examples=50, deadline=None)
settings.load_profile("digest")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update`` writes the snapshots of the mail anew (tests/email/test_snapshots.py)."""
    parser.addoption("--update", action="store_true", help="write the mail's snapshots anew")


def pytest_configure(config: pytest.Config) -> None:
    """Keep temporary folders in memory, and compiled Python where each process of this run finds it."""
    if (memory := in_memory()) is not None:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))
    if sys.dont_write_bytecode:
        # Each worker and each child would compile all it imports anew. Asked to write nothing beside the
        # sources, Python can still keep it in pytest's own cache.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        sys.pycache_prefix = str(config.rootpath / ".pytest_cache" / "bytecode")
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
        sys.dont_write_bytecode = False


def pytest_sessionstart() -> None:
    """Let the engines of all tests share the statements they compile."""
    compile_once()


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was imported: it stays as long as the process."""
    gc.collect()
    gc.freeze()


CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NOW = datetime(2026, 4, 23, 7, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of this test run: its URL up to the database name."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed here; Debian's package postgresql has what these tests need")
    with cluster(below=str(in_memory() or "/tmp")) as server:  # noqa: S108 - the cluster makes its own folder
        yield server


@pytest.fixture(scope="session")
def copies(postgres: str) -> Iterator[Copies]:
    engine = create_engine(postgres.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield Copies(postgres, connection)
    engine.dispose()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: str) -> str:
    """A database to copy: migrating each one anew would take most of the time of most tests."""
    url = create_database(postgres)
    engine = db.open_engine(url)
    db.migrate(engine)
    engine.dispose()
    return str(engine.url.database)


@pytest.fixture
def copy_postgres(copies: Copies) -> Iterator[Callable[[str], str]]:
    """Copy the PostgreSQL database of that name, as often as a test likes; returns the copy's URL."""
    made: list[str] = []

    def make(template: str) -> str:
        made.append(copies.make(template))
        return made[-1]

    yield make
    for url in made:
        copies.leave(url)


@pytest.fixture
def new_postgres(copy_postgres: Callable[[str], str], migrated_postgres: str) -> Callable[[], str]:
    """Make a PostgreSQL database with no rows, as often as a test likes; returns its URL."""
    return lambda: copy_postgres(migrated_postgres)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    path = os.environ.get("DIGEST_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium on the PATH, and DIGEST_CHROMIUM does not name one")
    return path


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Chromium, as long as the tests that want it run."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Run the test on each engine."""
    return str(request.param)


@pytest.fixture
def new_database(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> Callable[[], str]:
    """Make a database with no rows, as often as a test likes; returns its URL. Each engine has a turn."""
    if engine_name == "postgresql":
        create: Callable[[], str] = request.getfixturevalue("new_postgres")
        return create
    numbers = itertools.count()

    def make() -> str:
        path = tmp_path / f"digest{next(numbers) or ''}.db"
        path.write_bytes(migrated_sqlite())
        return db.file_url(path)

    return make


@pytest.fixture
def empty_database(request: pytest.FixtureRequest, engine_name: str, tmp_path: Path) -> str:
    """The URL of a database that has no tables; each engine has a turn."""
    if engine_name == "postgresql":
        return create_database(request.getfixturevalue("postgres"))
    return f"sqlite:///{tmp_path}/empty.db"


@pytest.fixture
def engine(new_database: Callable[[], str]) -> Iterator[Engine]:
    """A migrated database, on each engine."""
    engine = db.open_engine(new_database())
    db.migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def log(engine: Engine) -> EventLog:
    return EventLog(engine, now=lambda: NOW)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Answer:
    """What a path of the loopback server says."""

    body: bytes
    status: int = 200
    etag: str | None = None
    content_type: str = "application/octet-stream"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Web:
    """A web server on loopback that answers by path and remembers who asked for what."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def says(self, path: str, body: bytes | str, **answer: Any) -> str:
        """Answer a path (without its query) so from now on; returns its URL."""
        self.answers[path] = Answer(body.encode() if isinstance(body, str) else body, **answer)
        return self.url + path

    def reply(self, path: str, headers: dict[str, str]) -> Answer:
        """Note a request and look up its answer."""
        self.asked.append((path, headers))
        answer = self.answers.get(path.partition("?")[0], Answer(b"nothing here", status=404))
        if answer.etag and headers.get("If-None-Match") == answer.etag:
            return Answer(b"", status=304, etag=answer.etag)
        return answer


@pytest.fixture
def web() -> Iterator[Web]:
    served = Web(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = served.reply(self.path, dict(self.headers))
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
            if answer.etag:
                self.send_header("ETag", answer.etag)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_args: object) -> None:
            """Say nothing on stderr."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What was printed, read as JSON."""
        return json.loads(self.out)


Digest = Callable[..., Said]


@pytest.fixture
def digest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Digest:
    """Run the command line in this process, in ``tmp_path`` with its home in ``tmp_path/home``."""
    monkeypatch.chdir(tmp_path)
    for name in {name for name in os.environ if name.startswith("DIGEST_")} - {"DIGEST_FETCH_OPEN_NETWORKS"}:
        monkeypatch.delenv(name)

    def run(*arguments: object, home: str = "home") -> Said:
        monkeypatch.setattr(sys, "argv", ["digest", "--home", home, *map(str, arguments)])
        out, err, code = io.StringIO(), io.StringIO(), 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                code = int(end.code or 0)
        return Said(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture(scope="session", autouse=True)
def loopback_is_open():
    """The servers of tests are here; what is fetched from elsewhere is public."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIGEST_FETCH_OPEN_NETWORKS", "127.0.0.0/8")
        yield


SETTINGS = """
[brand]
name = "Ship or Skip"
[sender]
address = "digest@shiporskip.example"
list_id = "weekly.shiporskip.example"
public_url = "https://shiporskip.example"
"""


@dataclass
class World:
    """A newsletter in a folder, opened as often as a test likes, with a clock that a test moves."""

    folder: Path
    clock: Clock

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @staticmethod
    def tool(slug: str, **facts: Any) -> dict[str, Any]:
        return {
            "slug": slug,
            "name": slug.title(),
            "tagline": f"What {slug} is for",
            "category": "Developer Tools",
            "job_tags": ["agents"],
            "pricing": "Free / Open Source (MIT)",
            "pricing_source": f"https://{slug}.example/license",
            "pricing_checked_at": "2026-04-20",
            "homepage": f"https://{slug}.example/",
            "launched_at": "2026-04-14",
            **facts,
        }

    @staticmethod
    def take(tool: str, persona: str, choice: str = "ship", **fields: Any) -> dict[str, Any]:
        return {
            "tool": tool,
            "persona": persona,
            "choice": choice,
            "score": 80 if choice == "ship" else 40,
            "take": f"The {persona} looked at {tool} and says {choice}. It took an afternoon.",
            "at": "2026-04-20",
            **fields,
        }

    def file(self, *records: dict[str, Any], name: str = "in.jsonl") -> Path:
        """Write records as JSON Lines."""
        path = self.folder / name
        path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
        return path

    def settings(self, *sources: tuple[str, str, str], **top: str) -> None:
        """Write digest.toml with (name, kind, URL) of the sources."""
        self.home.mkdir(exist_ok=True)
        lines = [f'{key} = "{value}"' for key, value in top.items()] + [SETTINGS]
        lines.append('[fetch]\nopen_networks = ["127.0.0.0/8"]\n')
        for name, kind, url in sources:
            lines.append(f'[[sources]]\nname = "{name}"\nkind = "{kind}"\nurl = "{url}"\n')
            lines.append('category = "Developer Tools"\njob_tags = ["agents"]\n')
        (self.home / "digest.toml").write_text("\n".join(lines), encoding="utf-8")

    def open(self, **given: Any) -> Newsletter:
        """Open the newsletter as a new process would."""
        if not (self.home / "digest.toml").exists():
            self.settings()
        if "database_url" not in given and not (self.home / "digest.db").exists():
            (self.home / "digest.db").write_bytes(migrated_sqlite())
        return open_newsletter(self.home, now=self.clock, actor="ed", **given)

    def take_in(self, newsletter: Newsletter, *records: dict[str, Any]) -> str:
        """Import tools, takes or votes, by what their fields say they are."""
        path = self.file(*records)
        given = {"content_key": newsletter.content_key, "actor": newsletter.actor}
        if "slug" in records[0]:
            return str(import_tools(newsletter.log, read_tools(path), **given))
        if "voter" in records[0]:
            return str(import_votes(newsletter.log, read_votes(path), actor=newsletter.actor))
        return str(import_reviews(newsletter.log, read_reviews(path), **given))

    def reviewed(self, newsletter: Newsletter, *slugs: str, **facts: Any) -> None:
        """Import tools that three reviewers have looked at: all that an issue needs."""
        self.take_in(newsletter, *(self.tool(slug, **facts) for slug in slugs))
        takes = [
            self.take(slug, persona, "skip" if place == 0 and persona == "skeptic" else "ship")
            for place, slug in enumerate(slugs)
            for persona in ("builder", "skeptic", "founder")
        ]
        self.take_in(newsletter, *takes)

    def readers(self, newsletter: Newsletter, count: int) -> str:
        """Import confirmed subscribers reader-0 to reader-N at example.org."""
        rows = "".join(f"reader-{n}@example.org,Reader {n},2026-04-01,form,Yes\n" for n in range(count))
        path = self.folder / "readers.csv"
        path.write_text("email,name,confirmed_at,consent_source,consent_text\n" + rows, encoding="utf-8")
        return str(subscribe(newsletter, read_subscribers(path), via="import"))

    def run(self, newsletter: Newsletter, week: str = "2026-W17", *, auto_approve: bool = False) -> Week:
        """Run a week in silence."""
        return weekly(
            newsletter,
            week,
            auto_approve=auto_approve,
            on_step=lambda _name, _line: None,
            on_progress=lambda _done, _total: None,
        )

    def position(self, newsletter: Newsletter) -> int:
        """How many events the log has."""
        with db.reading(newsletter.engine) as connection:
            return store.head(connection).position

    def state(self, newsletter: Newsletter, week: str = "2026-W17") -> str | None:
        """How far a week's issue has come."""
        with db.reading(newsletter.engine) as connection:
            row = issue_row(connection, week)
        return None if row is None else str(row.state)

    def mails(self) -> dict[str, bytes]:
        """The mails in the outbox folder, by file name."""
        return {path.name: path.read_bytes() for path in sorted((self.home / "outbox").glob("*.eml"))}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path, Clock())


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    return Stages(lambda: tmp_path_factory.mktemp("stage"), lambda folder: World(folder, Clock()))


Reach = Callable[[Callable[[World, "Newsletter"], object]], "Newsletter"]


@pytest.fixture
def reach(request: pytest.FixtureRequest, stages: Stages, engine_name: str, world: World) -> Iterator[Reach]:
    """Bring the test's world to a stage, on each engine."""
    reached: list[Newsletter] = []

    def to(grow: Callable[[World, Newsletter], object]) -> Newsletter:
        if engine_name == "sqlite":
            reached.append(stages.on_sqlite(world, grow))
        else:
            copies: Copies = request.getfixturevalue("copies")
            migrated: str = request.getfixturevalue("migrated_postgres")
            copy: Callable[[str], str] = request.getfixturevalue("copy_postgres")
            reached.append(stages.on_postgres(world, grow, lambda: copies.make(migrated), copy))
        return reached[-1]

    yield to
    for newsletter in reached:
        newsletter.engine.dispose()


@pytest.fixture
def ready(stages: Stages, world: World) -> Newsletter:
    """Two reviewed tools and three readers: an issue is one run away."""
    return stages.at_home(world, two_tools)
