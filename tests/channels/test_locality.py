"""Engines and servers elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from channels import locality
from channels.broker import ActionServerBroker
from channels.browser_audio import BrowserAudioInput
from channels.errors import SettingError
from channels.tracker_store import RedisCalls


@pytest.fixture(autouse=True)
def policy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An officer's file, which allows only what is here and in one place."""
    path = tmp_path / "privacy.yml"
    path.write_text("locality: {region: eu, allowed: [eu], places: {voice.example.com: eu}}")
    monkeypatch.setattr(locality, "POLICY", path)
    locality.locality.cache_clear()
    yield path
    locality.locality.cache_clear()


@pytest.mark.parametrize("section", ["asr", "tts", "vad"])
def test_an_engine_elsewhere_is_refused_at_the_start(section: str) -> None:
    with pytest.raises(RasaException, match=f"{section}.url is 'cloud.example.com"):
        BrowserAudioInput.from_credentials({section: {"url": "https://cloud.example.com/v1"}})


def test_so_are_a_broker_and_a_store_elsewhere() -> None:
    broker = ActionServerBroker.from_endpoint_config(EndpointConfig("http://far.example.com"))
    with pytest.raises(SettingError, match="event_broker.url"):
        asyncio.run(broker)
    with pytest.raises(SettingError, match="tracker_store.url"):
        RedisCalls(Domain.empty(), "far.example.com")


def test_what_is_where_it_may_be_is_used() -> None:
    allowed = {"url": "https://voice.example.com", "name": "coqui", "voice": "default"}
    locality.engines_must_be_allowed({"tts": allowed})


@pytest.mark.parametrize("content", ["locality: {region: 5}", "{ a: [", "- a list", "locality: x"])
def test_a_rule_that_is_broken_is_refused(policy: Path, content: str) -> None:
    policy.write_text(content)
    with pytest.raises(SettingError, match=r"privacy.yml: "):
        locality.locality()


def test_without_the_officers_file_there_is_no_rule(policy: Path) -> None:
    policy.unlink()
    locality.must_be_allowed({"tts.url": "https://far.example.com"}, "credentials.yml")
