"""What the lines of one Rasa process do together: /health, /metrics, the warming-up, the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import Sanic

from channels import health
from channels.shared_engines import close_engines
from channels.turns.events import LineClosed, LineClosing
from channels.voice_channel import VoiceChannel

FAREWELL_WITHIN_S = 10.0
"""When Rasa is stopped, the assistant has this long to take leave of its callers."""
LEAVE_WITHIN_S = 8.0
"""Then calls have this long to end; longer than LAST_WORDS_MS of the turn core."""


class Exchange:
    """Of one Sanic app; `Exchange.of(app)` is always the same."""

    def __init__(self, app: Sanic):
        self.lines: list[VoiceChannel] = []
        self.rehearsing: asyncio.Task[None] | None = None
        # Sanic's own listener cuts every websocket; ours, added later, is called before it.
        app.enable_websocket()  # type: ignore[no-untyped-call]
        app.register_listener(self.end_all_calls, "before_server_stop")
        health.serve(app, self.lines)
        app.register_listener(self.open, "after_server_start")

    @classmethod
    def of(cls, app: Sanic) -> Exchange:
        """The app's own; made by the first line that asks."""
        if not hasattr(app.ctx, "exchange"):
            app.ctx.exchange = cls(app)
        return app.ctx.exchange  # type: ignore[no-any-return]

    def connect(self, line: VoiceChannel) -> None:
        """One more line."""
        line.calls_in_all = self.calls
        self.lines.append(line)

    def calls(self) -> int:
        """In progress, on all lines together."""
        return sum(len(line.sessions) for line in self.lines)

    async def open(self, *_: Any) -> None:
        """The dialogue model is loaded and warm."""
        for line in self.lines:
            await line.open()
        self.rehearsing = asyncio.create_task(self._rehearse())

    async def _rehearse(self) -> None:
        for rehearsal in [line.rehearsal() for line in self.lines]:
            await rehearsal.run(self.busy)

    def busy(self) -> bool:
        """Somebody calls, on whichever line."""
        return self.calls() > 0

    async def end_all_calls(self, *_: Any) -> None:
        """Rasa is being stopped: callers are told, and what was said is kept."""
        if self.rehearsing:
            self.rehearsing.cancel()
        for line in self.lines:
            line.closing = True
        await self._of_all(lambda line: line.tell_all(LineClosing(), FAREWELL_WITHIN_S))
        await self._of_all(lambda line: line.tell_all(LineClosed("error"), LEAVE_WITHIN_S))
        await self._of_all(lambda line: line.close())
        await close_engines()

    async def _of_all(self, act: Callable[[VoiceChannel], Awaitable[None]]) -> None:
        await asyncio.gather(*map(act, self.lines))
