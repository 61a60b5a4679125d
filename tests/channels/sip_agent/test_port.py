"""One call's end of the bridge, without the bridge."""

from __future__ import annotations

import pjsua2 as pj
import pytest

from channels.sip_agent.port import read


@pytest.mark.parametrize("data", [b"", b"\x00", bytes(range(256)) * 4])
def test_a_vector_is_read_as_swig_itself_reads_it(data: bytes) -> None:
    vector = pj.ByteVector(data)
    assert read(vector) == bytes(vector) == data
