"""`python -m speech`: the speech server, where credentials.yml says."""

from __future__ import annotations

import argparse
import asyncio
import errno
import logging
import signal
import sys
from pathlib import Path

from aiohttp import web

from speech import logs, memory, settings
from speech.errors import AddressError, SpeechError
from speech.server import Server
from speech.service import Service
from speech.settings import SECTION, Settings
from speech.synthesis import warm_up
from speech.voices.interface import Voice, load

logger = logging.getLogger("speech")

FINISH_S = 5.0
"""How long streams may go on after SIGINT or SIGTERM."""


def main() -> int:
    """Runs until SIGINT or SIGTERM. 0 when stopped, 1 when it could not start."""
    arguments = _arguments()
    logs.set_up()
    memory.limit_kept()
    try:
        found = settings.read(arguments.credentials)
        asyncio.run(serve(found.at_port(arguments.port)))
    except SpeechError as error:
        print(f"speech: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        pass
    return 0


async def serve(settings: Settings) -> None:
    """Listens at once, speaks once the model is loaded. Raises SpeechError."""
    stop = _stop_signal()
    server = Server()
    runner = web.AppRunner(
        server.app, access_log=None, handler_cancellation=True, shutdown_timeout=FINISH_S
    )
    await runner.setup()
    try:
        await _listen(runner, settings)
        voice = await asyncio.to_thread(_loaded, settings)
        server.service = Service(voice, settings, server.metrics)
        logger.info("ready: %s", server.service.describe())
        await stop.wait()
    finally:
        await runner.cleanup()
        if server.service is not None:
            await server.service.close()


def _loaded(settings: Settings) -> Voice:
    voice = load(settings)
    warm_up(voice)
    memory.give_back()
    return voice


async def _listen(runner: web.AppRunner, settings: Settings) -> None:
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        if error.errno == errno.EADDRINUSE:
            raise AddressError(
                f"{where} is in use; stop what listens there (see it with: sudo ss -ltnp 'sport = "
                f":{settings.port}') or choose another port with --port or in {SECTION}.url"
            ) from error
        raise AddressError(
            f"cannot listen at {where} ({error.strerror}); correct {SECTION}.url"
        ) from error


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m speech", description=__doc__)
    parser.add_argument("--credentials", type=Path, default=Path("credentials.yml"))
    parser.add_argument("--port", type=int, help="instead of the port in credentials.yml")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
