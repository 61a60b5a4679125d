"""Whatever a far end sends is understood or refused, at once, and nothing of it is kept."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from channels.errors import ProtocolError
from tests.fuzz.codecs import CODECS, Codec
from tests.fuzz.mutations import mutations

MESSAGES = 10_000
GROWTH_BYTES, PEAK_BYTES = 64 * 1024, 2 * 1024 * 1024
STALLED_S, MOST_MEMORY_MB = 20, 500
OF_ITS_OWN = ("timeout", "200")
"""Forks once more: Linux hands the peak of pytest's memory on to what it starts itself."""

Message = str | bytes


def mutated(codec: Codec) -> list[Message]:
    """So many messages at least."""
    messages: list[Message] = []
    at_once = len(find(mutations(codec), lambda _: True))

    @settings(
        max_examples=-(-MESSAGES // at_once),
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
        database=None,
    )
    @given(mutations(codec))
    def gather(some: list[Message]) -> None:
        messages.extend(
            codec.message(one, False) if isinstance(one, bytes) else one for one in some
        )

    gather()
    return messages


def take(decode: Callable[[Message], object], message: Message) -> None:
    try:
        decode(message)
    except ProtocolError:
        pass
    except Exception as error:
        raise AssertionError(f"{error!r} at {message!r}") from error


@pytest.mark.parametrize("name", CODECS)
@pytest.mark.timeout(240)
def test_messages_that_are_almost_right_do_no_harm_and_leave_nothing_behind(name: str) -> None:
    messages, decode = mutated(CODECS[name]), CODECS[name].begin()
    assert len(messages) >= MESSAGES
    for message in messages[: MESSAGES // 10]:
        take(decode, message)
    gc.collect()
    tracemalloc.start()
    for message in messages:
        take(decode, message)
    gc.collect()
    grown, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert grown < GROWTH_BYTES and peak < PEAK_BYTES


@pytest.mark.skipif(not find_spec("atheris"), reason="atheris has no wheel for this machine")
@pytest.mark.parametrize("name", CODECS)
def test_what_atheris_finds_does_no_harm_either(name: str, tmp_path: Path) -> None:
    for number, seed in enumerate(CODECS[name].seeds):
        data = b"t" + seed.encode() if isinstance(seed, str) else b"\xff" + seed
        (tmp_path / f"seed{number}").write_bytes(data)
    limits = [
        f"-atheris_runs={MESSAGES}",
        f"-timeout={STALLED_S}",
        f"-rss_limit_mb={MOST_MEMORY_MB}",
    ]
    fuzz = [sys.executable, "-m", "tests.fuzz.with_atheris", name, str(tmp_path), *limits]
    done = subprocess.run(
        [*OF_ITS_OWN, *fuzz, f"-artifact_prefix={tmp_path}/"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert f"Done {MESSAGES}" in done.stderr
