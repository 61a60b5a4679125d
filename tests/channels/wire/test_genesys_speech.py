"""The audio of a Genesys session, and what it is told of the assistant's speech and of the end."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.audio.g711 import MU_LAW
from channels.errors import ProtocolError
from channels.turns import commands as do
from channels.turns.handoff import Handoff
from channels.wire.incoming import Audio
from tests.channels.wire.commands import SHOWN, UNHEARD
from tests.channels.wire.test_genesys import SESSION, Client, media, opened

# Audio


@given(st.binary(max_size=400))
def test_audio_is_mu_law(codes: bytes) -> None:
    heard = opened().wire.decode(codes)
    assert isinstance(heard, Audio)
    assert heard.samples.tolist() == MU_LAW.decode(codes).tolist()


@given(st.lists(st.integers(-32768, 32767)))
def test_or_linear_if_nothing_else_is_offered(samples: list[int]) -> None:
    client = opened(media=[media("L16")])
    spoken = np.array(samples, np.int16)
    (data,) = client.wire.encode(do.SendAudio(spoken))
    heard = client.wire.decode(data)
    assert isinstance(heard, Audio) and heard.samples.tolist() == samples
    assert data == spoken.astype("<i2").tobytes()


def test_of_two_channels_the_callers_is_heard() -> None:
    client = opened(media=[media("PCMU", "external", "internal")])
    heard = client.wire.decode(bytes([0x10, 0xFF, 0x90, 0xFF]))
    assert isinstance(heard, Audio)
    assert heard.samples.tolist() == MU_LAW.decode(b"\x10\x90").tolist()


@pytest.mark.parametrize(
    ("client", "data", "code"),
    [
        (Client(), b"\xff", "start_first"),
        (opened(media=[media("L16")]), b"\x00", "odd_audio"),
        (opened(media=[media("PCMU", "external", "internal")]), b"\xff", "audio"),
    ],
)
def test_audio_that_does_not_fit_is_refused(client: Client, data: bytes, code: str) -> None:
    with pytest.raises(ProtocolError) as refused:
        client.wire.decode(data)
    assert refused.value.code == code


# What is said to Genesys


@given(st.lists(st.integers(-32768, 32767)))
def test_speech_is_sent_as_it_was_agreed(samples: list[int]) -> None:
    spoken = np.array(samples, np.int16)
    assert opened().wire.encode(do.SendAudio(spoken)) == [MU_LAW.encode(spoken)]


def test_an_interruption_is_an_event() -> None:
    (message,) = opened().hear(do.ClearPlayback())
    assert (message["type"], message["seq"]) == ("event", 2)
    assert message["parameters"] == {"entities": [{"type": "barge_in", "data": {}}]}


RECORD = {"call_id": "c1", "goal": "card"}


@pytest.mark.parametrize(
    ("end", "reason", "variables"),
    [
        (do.EndCall("assistant"), "completed", {"outcome": "assistant"}),
        (do.EndCall("timeout"), "completed", {"outcome": "timeout"}),
        (do.EndCall("error"), "error", {"outcome": "error"}),
        (
            do.EndCall("transfer", Handoff("cards", RECORD)),
            "completed",
            {**RECORD, "outcome": "transfer", "transfer_to": "cards"},
        ),
        (
            do.EndCall("transfer", Handoff(record=RECORD)),
            "completed",
            {**RECORD, "outcome": "transfer", "transfer_to": "service"},
        ),
    ],
)
def test_a_call_that_ends_tells_the_flow_how_and_what_the_colleague_is_to_know(
    end: do.EndCall, reason: str, variables: dict[str, str]
) -> None:
    client = opened(SESSION, "service")
    (message,) = client.hear(end)
    assert message["type"] == "disconnect"
    assert message["parameters"] == {"reason": reason, "outputVariables": variables}
    assert client.wire.leaving and not client.wire.closed
    assert client.hear(end) == []


@pytest.mark.parametrize(
    "command",
    [
        *UNHEARD,
        *SHOWN,
        do.EndSentence("s1"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_genesys_is_told_nothing_that_it_does_not_know(command: do.Command) -> None:
    assert opened().hear(command) == []
