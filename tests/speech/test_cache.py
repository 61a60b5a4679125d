from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from speech.cache import Cache
from speech.request import SpeechRequest

pytestmark = pytest.mark.asyncio
REQUEST = SpeechRequest("Hello Maria.", "joe", "pcm", 1.0, 8000, True)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", 1, "r1")


async def test_finished_audio_is_found_again_whatever_the_format_and_the_rate(cache: Cache) -> None:
    assert await cache.get(REQUEST) is None
    await cache.put(REQUEST, b"audio")
    assert await cache.get(replace(REQUEST, format="wav", sample_rate_hz=16000)) == b"audio"


@pytest.mark.parametrize("other", [{"text": "Hello."}, {"voice": "ann"}, {"speed": 1.5}])
async def test_another_request_has_other_audio(cache: Cache, other: dict[str, object]) -> None:
    await cache.put(REQUEST, b"audio")
    assert await cache.get(replace(REQUEST, **other)) is None  # type: ignore[arg-type]


async def test_another_model_has_other_audio(cache: Cache, tmp_path: Path) -> None:
    await cache.put(REQUEST, b"audio")
    cache.close()
    assert await Cache(tmp_path / "cache", 1, "r2").get(REQUEST) is None
    assert await Cache(tmp_path / "cache", 1, "r1").get(REQUEST) == b"audio"


async def test_who_asks_for_no_cache_leaves_no_trace(cache: Cache, tmp_path: Path) -> None:
    private = replace(REQUEST, cache=False)
    await cache.put(private, b"audio")
    assert await cache.get(REQUEST) is None
    await cache.put(REQUEST, b"audio")
    assert await cache.get(private) is None


async def test_no_text_is_kept(cache: Cache, tmp_path: Path) -> None:
    await cache.put(REQUEST, b"audio" * 20_000)
    cache.close()
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not any(b"Maria" in content for content in kept)


@pytest.mark.parametrize("left", [0, 50_001, None])
async def test_audio_that_is_damaged_is_made_again(
    cache: Cache, tmp_path: Path, left: int | None
) -> None:
    whole = b"audio" * 20_000
    await cache.put(REQUEST, whole)
    (kept,) = tmp_path.rglob("*.val")
    content = kept.read_bytes()
    kept.write_bytes(content[:left] if left is not None else content[::-1])
    assert await cache.get(REQUEST) is None
    await cache.put(REQUEST, whole)
    assert await cache.get(REQUEST) == whole


async def test_its_size_is_limited(cache: Cache, tmp_path: Path) -> None:
    for number in range(40):
        await cache.put(replace(REQUEST, text=str(number)), bytes(100_000))
    size = sum(path.stat().st_size for path in tmp_path.rglob("*.val"))
    assert size < 2 << 20
    assert await cache.get(replace(REQUEST, text="39")) == bytes(100_000)


async def test_a_size_of_0_keeps_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 0, "r1")
    await cache.put(REQUEST, b"audio")
    assert await cache.get(REQUEST) is None
    cache.close()
    assert not (tmp_path / "cache").exists()


async def test_a_folder_that_cannot_be_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("not a folder")
    cache = Cache(tmp_path / "file" / "cache", 1, "r1")
    await cache.put(REQUEST, b"audio")
    assert await cache.get(REQUEST) is None
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


async def test_a_broken_store_costs_no_request(
    cache: Cache, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("diskcache.Cache.get", broken)
    monkeypatch.setattr("diskcache.Cache.set", broken)
    await cache.put(REQUEST, b"audio")
    assert await cache.get(REQUEST) is None
    assert len(caplog.records) == 1
