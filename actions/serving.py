"""What the servers of this package have in common: their options, their logs, their port."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import socket
import sys
from pathlib import Path

from actions.errors import SettingError
from discreet import discretion

_TELLING = ("rasa_sdk", "alembic", "presidio-analyzer")
"""Libraries that tell of every call."""


def parser(program: str, description: str | None, key: str) -> argparse.ArgumentParser:
    """The options of a server that listens where `key` in endpoints.yml says."""
    made = argparse.ArgumentParser(prog=program, description=description)
    made.add_argument("--endpoints", type=_file, default=Path("endpoints.yml"), metavar="FILE")
    made.add_argument("--host", help=f"address to listen on instead of {key}'s")
    made.add_argument("--port", type=int, help="port to listen on instead of it")
    made.add_argument(
        "--log-level",
        default=os.environ.get("LOG_LEVEL", "info").lower(),
        choices=("debug", "info", "warning", "error", "critical"),
        help="default: LOG_LEVEL, as Rasa has it, or info",
    )
    return made


def begin(arguments: argparse.Namespace) -> None:
    """Before anything else is done."""
    os.environ["VOICEDESK_ENDPOINTS"] = str(arguments.endpoints)
    os.umask(0o077)  # the database is nobody else's business
    logging.basicConfig(
        level=arguments.log_level.upper(),
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
    discretion.begin()
    if arguments.log_level != "debug":
        for library in _TELLING:
            logging.getLogger(library).setLevel(logging.ERROR)


def listen(host: str, port: int, key: str, remedy: str) -> socket.socket:
    """Exits with `remedy` if somebody else listens there; raises `SettingError` of `key`."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise SettingError(key, f"{host}:{port}", f"({error})") from None
        sys.exit(
            f"Port {port} on {host} is in use. Stop what listens there (find it with "
            f"`sudo ss -ltnp 'sport = {port}'`), or {remedy}"
        )


def _file(name: str) -> Path:
    """A file that is named is there; only without endpoints.yml all has its default."""
    if not Path(name).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {name}")
    return Path(name)
