"""Finished audio on disk, so that a greeting is synthesized once.

An entry's name is a hash and its content is audio: no text is kept. What a reply with a personal
detail needs is `"cache": false` in the request: then nothing of it is kept at all.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import zlib
from pathlib import Path

import diskcache

from speech import __version__
from speech.request import SpeechRequest

logger = logging.getLogger(__name__)


class Cache:
    """Least recently used audio goes first once `limit_mb` is reached; 0 keeps none at all.

    A disk that is full or not writable is said once in the log, and costs only the time to
    synthesize again. So does an entry that is damaged, which is then replaced.
    """

    def __init__(self, path: Path, limit_mb: int, revision: str):
        self._revision = f"{__version__}/{revision}"
        self._failed = False
        self._store: diskcache.Cache | None = None
        if limit_mb:
            self._open(path, limit_mb)

    async def get(self, request: SpeechRequest) -> bytes | None:
        """The whole audio as PCM at the voice's own rate, or None."""
        if self._store is None or not request.cache:
            return None
        return await asyncio.to_thread(self._get, self._key(request))

    async def put(self, request: SpeechRequest, pcm: bytes) -> None:
        if self._store is not None and request.cache:
            await asyncio.to_thread(self._put, self._key(request), pcm)

    def close(self) -> None:
        if self._store is not None:
            self._store.close()

    def _open(self, path: Path, limit_mb: int) -> None:
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._store = diskcache.Cache(
                str(path), size_limit=limit_mb << 20, eviction_policy="least-recently-used"
            )
        except Exception as error:
            self._complain(error)

    def _get(self, key: str) -> bytes | None:
        try:
            found, check = self._store.get(key, tag=True) if self._store else (None, None)
        except Exception as error:
            self._complain(error)
            return None
        return found if isinstance(found, bytes) and check == _check(found) else None

    def _put(self, key: str, pcm: bytes) -> None:
        try:
            if self._store is not None:
                self._store.set(key, pcm, tag=_check(pcm))
        except Exception as error:
            self._complain(error)

    def _key(self, request: SpeechRequest) -> str:
        """Format and rate are no part of it: they are made anew from the same PCM."""
        parts = (self._revision, request.text, request.voice, request.speed)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()

    def _complain(self, error: Exception) -> None:
        if not self._failed:
            logger.warning("the cache of finished audio does not work: %s", type(error).__name__)
        self._failed = True


def _check(pcm: bytes) -> int:
    """Kept beside the audio: a machine that lost power may leave a file that is cut off."""
    return zlib.crc32(pcm)
