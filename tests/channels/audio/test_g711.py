from __future__ import annotations

import audioop
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from channels.audio.g711 import A_LAW, MU_LAW, Law

EVERY_CODE = bytes(range(256))
EVERY_SAMPLE = np.arange(-32768, 32768).astype(np.int16)
LAWS = [
    pytest.param(MU_LAW, audioop.ulaw2lin, audioop.lin2ulaw, id="mu-law"),
    pytest.param(A_LAW, audioop.alaw2lin, audioop.lin2alaw, id="A-law"),
]
Convert = Callable[[bytes, int], bytes]


def far(law: Law, codes: bytes) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """How far each code's value lies from its sample, over EVERY_SAMPLE."""
    return np.abs(law.decode(codes).astype(np.int64) - EVERY_SAMPLE)


@pytest.mark.parametrize(("law", "decode", "encode"), LAWS)
def test_every_code_is_the_sample_that_the_standard_library_knows(
    law: Law, decode: Convert, encode: Convert
) -> None:
    assert law.decode(EVERY_CODE).tolist() == np.frombuffer(decode(EVERY_CODE, 2), "<i2").tolist()


@pytest.mark.parametrize(("law", "decode", "encode"), LAWS)
def test_no_sample_is_further_from_its_code_than_with_the_standard_library(
    law: Law, decode: Convert, encode: Convert
) -> None:
    theirs = encode(EVERY_SAMPLE.astype("<i2").tobytes(), 2)
    assert (far(law, law.encode(EVERY_SAMPLE)) <= far(law, theirs)).all()


@pytest.mark.parametrize(("law", "silence"), [(MU_LAW, b"\xff"), (A_LAW, b"\xd5")])
def test_silence_is_the_code_that_telephones_send_for_it(law: Law, silence: bytes) -> None:
    assert law.encode(np.zeros(160, np.int16)) == 160 * silence


@pytest.mark.parametrize("law", [MU_LAW, A_LAW])
@given(samples=arrays(np.int16, st.integers(0, 400)))
def test_a_second_passage_loses_nothing_more(law: Law, samples: np.ndarray) -> None:
    once = law.decode(law.encode(samples))
    assert law.decode(law.encode(once)).tolist() == once.tolist()
