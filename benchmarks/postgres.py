"""A throw-away PostgreSQL cluster on a local socket, for the tests and the benchmarks.

The server's programs are looked for in ``DIGEST_POSTGRES_BIN``, on the PATH and where Debian puts them.
The server refuses to run as root, so root starts it as the user ``postgres``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

#: Text sorts by language here and not by bytes, as in many real clusters.
_INITDB = ("--auth=trust", "--username=digest", "--encoding=UTF8", "--locale-provider=icu", "--icu-locale=en")


def programs() -> Path | None:
    """The folder that holds ``initdb`` and ``pg_ctl``; null where PostgreSQL is not installed."""
    named = os.environ.get("DIGEST_POSTGRES_BIN")
    on_path = shutil.which("pg_ctl")
    candidates = [Path(named)] if named else [Path(on_path).resolve().parent] if on_path else []
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def create_database(server: str, template: str = "template1") -> str:
    """Make a database on a server that :func:`cluster` started, as the one named ``template`` is.

    Without one it is empty. Returns its URL.
    """
    name = f"d{uuid.uuid4().hex[:16]}"
    engine = create_engine(server.format(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return server.format(database=name)


@contextmanager
def cluster(*, durable: bool = False, below: str = "/tmp") -> Iterator[str]:  # noqa: S108 - it makes its own folder
    """Start a cluster in a folder ``below``; yields the URL of its server up to the database name.

    The caller adds the name. Without ``durable`` nothing is forced to the disk: quicker, and as safe as a
    test needs.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.
        subprocess.CalledProcessError: it does not start; its log is in the text.
    """
    found = programs()
    if found is None:
        raise FileNotFoundError("no PostgreSQL: install the package postgresql, or set DIGEST_POSTGRES_BIN")
    owner = pwd.getpwnam("postgres").pw_uid if os.getuid() == 0 else None
    # A socket's path has at most 107 bytes, so the folder's own must be short.
    with tempfile.TemporaryDirectory(prefix="dgpg", dir=below) as folder:
        if owner is not None:
            os.chown(folder, owner, -1)

        def run(*command: str) -> None:
            # The server must outlive pg_ctl without keeping a pipe of ours open.
            with Path(folder, "out").open("ab") as out:
                subprocess.run(command, cwd=folder, user=owner, stdout=out, stderr=out, check=True)

        data = f"{folder}/data"
        run(str(found / "initdb"), *_INITDB, *(() if durable else ("--no-sync",)), "--pgdata", data)
        options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=120"
        options += "" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
        ctl = (str(found / "pg_ctl"), "--pgdata", data, "--wait")
        run(*ctl, "--options", options, "--log", f"{folder}/log", "start")
        try:
            yield f"postgresql+psycopg://digest@/{{database}}?host={folder}"
        finally:
            run(*ctl, "--mode", "fast", "stop")
