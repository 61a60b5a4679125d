"""`python -m actions`: the action server, where endpoints.yml says it is."""

from __future__ import annotations

import argparse
import logging
import sys
import warnings

from actions.errors import SettingError
from actions.serving import begin, listen, parser

_KEY = "action_endpoint.url"
_REMEDY = f"choose another port in endpoints.yml: {_KEY} and event_broker.url."


def main() -> None:
    """Run until SIGINT or SIGTERM; exits with 1 and one line that says why if it cannot start."""
    arguments = parser("python -m actions", __doc__, _KEY).parse_args()
    begin(arguments)
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
    listener = listen(host, port, _KEY, _REMEDY)
    logging.getLogger("actions").info("Action server at http://%s:%s", host, port)
    app = build(settings())
    app.run(sock=listener, access_log=False, motd=False)
    sys.exit(app.ctx.trouble)


if __name__ == "__main__":
    main()
