"""`python -m actions.access`: the transcripts' API, where endpoints.yml says it is."""

from __future__ import annotations

import argparse
import logging
import sys
import warnings

from actions.errors import SettingError
from actions.serving import begin, listen, parser

_KEY = "transcripts_api.url"


def main() -> None:
    """Run until SIGINT or SIGTERM; exits with 1 and one line that says why if it cannot start."""
    arguments = parser("python -m actions.access", __doc__, _KEY).parse_args()
    begin(arguments)
    try:
        _serve(arguments)
    except SettingError as error:
        sys.exit(str(error))


def _serve(arguments: argparse.Namespace) -> None:
    import sanic  # noqa: F401

    # Its import shows all deprecations again; those of libraries are not our user's.
    warnings.simplefilter("ignore", DeprecationWarning)
    from actions.access.server import build
    from actions.settings import settings

    api = settings().api
    host, port = arguments.host or api.host, arguments.port or api.port
    listener = listen(host, port, _KEY, f"choose another port in endpoints.yml: {_KEY}.")
    logging.getLogger("actions").info("Transcripts' API at http://%s:%s", host, port)
    build(settings()).run(sock=listener, access_log=False, motd=False)


if __name__ == "__main__":
    main()
