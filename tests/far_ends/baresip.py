"""baresip, a SIP telephone, as a caller: it speaks a WAV file and records what it hears.

https://github.com/baresip/baresip/wiki (Debian's package baresip-core)
"""

from __future__ import annotations

import asyncio
import os
import re
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.line.private import free_ports

RATE_HZ = 8000
WAV_HEADER_BYTES = 44
VOICED = 1000
CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{sip_port}
net_interface 127.0.0.1
rtp_ports {rtp_port}-{rtp_end}
audio_source aufile,{speech}
audio_player aubridge,nowhere
snd_path {folder}
module_path /usr/lib/baresip/modules
module stdio.so
module g711.so
module g722.so
module aufile.so
module aubridge.so
module sndfile.so
module_app account.so
module_app menu.so
"""


class Baresip:
    """A telephone in a call. Its screen tells what happens."""

    def __init__(self, folder: Path, terminal: int):
        self._folder, self._terminal = folder, terminal
        self.screen = ""
        self._news = asyncio.Event()

    def read(self) -> None:
        try:
            self.screen += os.read(self._terminal, 1 << 16).decode(errors="replace")
        except OSError:  # it has ended
            asyncio.get_running_loop().remove_reader(self._terminal)
        self._news.set()

    async def until(self, shown: str, within_s: float = 30.0) -> None:
        """Its screen shows this; AssertionError with the screen if it does not."""

        async def wait() -> None:
            while not re.search(shown, self.screen):
                self._news.clear()
                await self._news.wait()

        try:
            await asyncio.wait_for(wait(), within_s)
        except asyncio.TimeoutError:
            raise AssertionError(f"no {shown!r} on the screen:\n{self.screen}") from None

    def press(self, keys: str) -> None:
        """In a call, digits are sent by RFC 4733; b hangs up, x holds, r resumes."""
        os.write(self._terminal, keys.encode())

    def heard(self) -> NDArray[np.int16]:
        """What came from the other side so far, at the codec's rate."""
        (path,) = self._folder.glob("dump-*-dec.wav")
        recorded = path.read_bytes()[WAV_HEADER_BYTES:]
        return np.frombuffer(recorded[: len(recorded) // 2 * 2], "<i2")

    async def reply_after(self, start: int) -> int:
        """Waits until something was said after this sample, and then nothing for a second.

        Returns the sample at which that second ends.
        """
        while True:
            voiced = np.flatnonzero(np.abs(self.heard()[start:].astype(int)) > VOICED)
            if len(voiced) and len(self.heard()) > start + voiced[-1] + RATE_HZ:
                return int(start + voiced[-1] + RATE_HZ)
            await asyncio.sleep(0.05)


def speech_file(folder: Path, speech: NDArray[np.int16]) -> Path:
    """Of samples at RATE_HZ."""
    path = folder / "speech.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(speech.astype("<i2").tobytes())
    return path


@asynccontextmanager
async def dialling(
    folder: Path, address: str, speech: Path, codec: str = "PCMU"
) -> AsyncIterator[Baresip]:
    """A telephone that dials `address`. `speech` is a WAV file at the codec's rate."""
    sip_port, rtp_port = free_ports(2)
    config = CONFIG.format(
        sip_port=sip_port, rtp_port=rtp_port, rtp_end=rtp_port + 10, speech=speech, folder=folder
    )
    (folder / "config").write_text(config)
    (folder / "accounts").write_text(f"<sip:alice@127.0.0.1>;regint=0;audio_codecs={codec}\n")
    terminal, inside = os.openpty()
    process = await asyncio.create_subprocess_exec(
        *("baresip", "-f", str(folder), "-e", f"/dial {address}"),
        stdin=inside,
        stdout=inside,
        stderr=inside,
    )
    os.close(inside)
    telephone = Baresip(folder, terminal)
    asyncio.get_running_loop().add_reader(terminal, telephone.read)
    try:
        yield telephone
    finally:
        with suppress(ProcessLookupError):
            process.kill()  # SIGTERM waits for the other side
        await process.wait()
        asyncio.get_running_loop().remove_reader(terminal)
        os.close(terminal)
