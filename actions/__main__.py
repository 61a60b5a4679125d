"""`python -m actions`: the action server, where endpoints.yml says it is."""

from __future__ import annotations

import argparse
import errno
import logging
import os
import socket
import sys
import warnings
from pathlib import Path

from actions.errors import SettingError
from discreet import discretion


def main() -> None:
    """Run until SIGINT or SIGTERM; exits with 1 and one line that says why if it cannot start."""
    arguments = _arguments()
    os.environ["VOICEDESK_ENDPOINTS"] = str(arguments.endpoints)
    os.umask(0o077)  # the database is nobody else's business
    logging.basicConfig(
        level=arguments.log_level.upper(),
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
    )
    discretion.begin()
    if arguments.log_level != "debug":
        for library in ("rasa_sdk", "alembic", "presidio-analyzer"):  # they tell of every call
            logging.getLogger(library).setLevel(logging.ERROR)
    try:
        _serve(arguments)
    except SettingError as error:
        sys.exit(str(error))


def _serve(arguments: argparse.Namespace) -> None:
    # Late: these imports take seconds, `--help` should not.
    import sanic  # noqa: F401

    # Its import shows all deprecations again; those of libraries are not our user's.
    warnings.simplefilter("ignore", DeprecationWarning)
    from actions.server import build
    from actions.settings import settings

    host, port = arguments.host or settings().host, arguments.port or settings().port
    listener = _listen(host, port)
    logging.getLogger("actions").info("Action server at http://%s:%s", host, port)
    app = build(settings())
    app.run(sock=listener, access_log=False, motd=False)
    sys.exit(app.ctx.trouble)


def _listen(host: str, port: int) -> socket.socket:
    try:
        return socket.create_server((host, port), family=socket.AF_INET)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise SettingError("action_endpoint.url", f"{host}:{port}", f"({error})") from None
        sys.exit(
            f"Port {port} on {host} is in use. Stop what listens there (find it with "
            f"`sudo ss -ltnp 'sport = {port}'`), or choose another port in endpoints.yml: "
            "action_endpoint.url and event_broker.url."
        )


def _file(name: str) -> Path:
    """A file that is named is there; only without endpoints.yml all has its default."""
    if not Path(name).is_file():
        raise argparse.ArgumentTypeError(f"there is no file {name}")
    return Path(name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m actions", description=__doc__)
    parser.add_argument("--endpoints", type=_file, default=Path("endpoints.yml"), metavar="FILE")
    parser.add_argument("--host", help="address to listen on instead of action_endpoint.url's")
    parser.add_argument("--port", type=int, help="port to listen on instead of it")
    parser.add_argument(
        "--log-level",
        default=os.environ.get("LOG_LEVEL", "info").lower(),
        choices=("debug", "info", "warning", "error", "critical"),
        help="default: LOG_LEVEL, as Rasa has it, or info",
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
