"""A PostgreSQL for the tests: TEST_POSTGRES_URL, else one that listens here, else one of our own.

Our own is a throw-away cluster of Debian's package `postgresql`, on a free port of 127.0.0.1.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from tests.servers import free_port
from tests.tls import Certificate, certificate

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


@contextmanager
def server() -> Iterator[str | None]:
    """URL of a database that may create databases; None if there is no PostgreSQL at all."""
    programs = _programs()
    if url := _running():
        yield url
    elif programs:
        with _cluster(programs) as url:
            yield url
    else:
        yield None


def _running() -> str | None:
    given = os.environ.get("TEST_POSTGRES_URL")
    return given or (LOCAL if answers(LOCAL) else None)


def _programs() -> Path | None:
    """Debian's folder of the newest; where only a client is installed, it has no initdb."""
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in found), default=None)


def answers(url: str) -> bool:
    """Whether we can log in there."""
    engine = create_engine(url, connect_args={"connect_timeout": 2})
    try:
        engine.connect().close()
    except OperationalError:
        return False
    finally:
        engine.dispose()
    return True


@contextmanager
def database(server_url: str, name: str) -> Iterator[str]:
    """URL of an empty database that is gone afterwards."""
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield engine.url.set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    engine.dispose()


@contextmanager
def with_tls(folder: Path) -> Iterator[tuple[str, Path] | None]:
    """URL of one of our own that has TLS, and its authority; None without the programs."""
    if not (programs := _programs()):
        yield None
        return
    files = certificate(folder)
    with _cluster(programs, tls=files) as url:
        yield url, files.authority


@contextmanager
def _cluster(programs: Path, tls: Certificate | None = None) -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="voicedesk-postgres-"))
    shutil.chown(folder, *(("postgres", "postgres") if os.geteuid() == 0 else (os.geteuid(),)))
    data, port = folder / "data", free_port()
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder}"
    _run(programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--no-sync")
    if tls:
        for file, name in ((tls.server, "server.crt"), (tls.key, "server.key")):
            shutil.copy(file, data / name)
            shutil.chown(data / name, (data / "PG_VERSION").owner())
            (data / name).chmod(0o600)
        options += " -c ssl=on"
    _run(programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start")
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def _run(*command: object) -> None:
    # PostgreSQL refuses to run as root.
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_owner, *map(str, command)], check=True, stdout=subprocess.DEVNULL, cwd="/")


if __name__ == "__main__":  # asked by tools/setup.sh: does one have to be installed?
    sys.exit(not (_programs() or _running()))
