from __future__ import annotations

from pathlib import Path

import pytest

from actions.encryption.key_file import FileKeys
from actions.encryption.keys import VARIABLE, CommandKeys, EnvironmentKeys, Keys
from actions.errors import SettingError
from actions.privacy.consent import Consent
from actions.privacy.policy import Policy
from actions.privacy.retention import Retention
from actions.settings import Api, Settings, read

POLICY = Policy(
    consent=Consent("2026-11", {"service": "announce", "quality_review": "announce"}),
    retention=Retention({"service": 90, "quality_review": 90, "training": 90}, 90),
)  # of privacy.yml
KEYS = FileKeys(Path("var/data.key"))
DEFAULTS = Settings("127.0.0.1", 5055, "sqlite:///var/voicedesk.db", True, "", POLICY, "", KEYS)


def written(folder: Path, content: str) -> Path:
    file = folder / "endpoints.yml"
    file.write_text(content)
    return file


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read(tmp_path / "none.yml", {}) == DEFAULTS


def test_the_shipped_file_has_the_defaults() -> None:
    assert read(Path(__file__).parents[2] / "endpoints.yml", {}) == DEFAULTS


def test_sections_of_others_are_left_to_them(tmp_path: Path) -> None:
    content = "tracker_store: {type: redis}\naction_endpoint: {url: 'http://x:1/webhook', token: t}"
    assert read(written(tmp_path, content), {}).port == 1


def test_the_transcripts_api_is_set_in_its_section(tmp_path: Path) -> None:
    content = "transcripts_api: {url: 'http://0.0.0.0:80', requests_a_minute: 5}"
    assert read(written(tmp_path, content), {}).api == Api("0.0.0.0", 80, 5, 10)


def test_secrets_are_taken_from_the_environment(tmp_path: Path) -> None:
    secrets = {"VOICEDESK_HASH_KEY": "one", "VOICEDESK_AUDIT_KEY": "two"}
    found = read(tmp_path / "none.yml", secrets)
    assert (found.hash_key, found.audit_key) == ("one", "two")


def test_the_environment_names_the_database_first(tmp_path: Path) -> None:
    file = written(tmp_path, "database: {url: 'sqlite:///a.db'}")
    url = "postgresql://u:p@db/voicedesk"
    assert read(file, {"DATABASE_URL": url}).database_url == url


@pytest.mark.parametrize(
    ("content", "environment", "keys"),
    [
        ("encryption: {key_file: a.key}", {}, FileKeys(Path("a.key"))),
        ("encryption: {key_file: a, key_command: 'kms get'}", {}, CommandKeys("kms get")),
        ("encryption: {key_command: x}", {VARIABLE: "k"}, EnvironmentKeys("k")),
        ("", {VARIABLE: " "}, KEYS),
    ],
)
def test_keys_come_from_the_environment_else_a_command_else_a_file(
    tmp_path: Path, content: str, environment: dict[str, str], keys: Keys
) -> None:
    assert read(written(tmp_path, content), environment).keys == keys


def test_a_value_may_take_a_secret_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DB_PASSWORD", "s3cret")
    file = written(tmp_path, "database: {url: 'postgresql://u:${DB_PASSWORD}@db/v'}")
    assert read(file, {}).database_url == "postgresql://u:s3cret@db/v"


@pytest.mark.parametrize(
    ("content", "key"),
    [
        ("database: {url: 'mysql://db/v'}", "database.url"),
        ("database: {url: 'not a url'}", "database.url"),
        ("database: {url: 5}", "database.url"),
        ("database: {url: 'sqlite+none:///a.db'}", "database.url"),
        ("database: {url: 'postgresql+pg8000://db/v'}", "database.url"),
        ("database: {url: 'sqlite:///${NOWHERE_SET}/a.db'}", "database.url"),
        ("redaction: {spacy_model: '${NOWHERE_SET}'}", "redaction.spacy_model"),
        ("database: {samples: maybe}", "database.samples"),
        ("database: {uri: 'sqlite:///a.db'}", "database.uri"),
        ("database: here", "database"),
        ("action_endpoint: {url: 'ftp://x:1/'}", "action_endpoint.url"),
        ("action_endpoint: {url: 'http://x:port/'}", "action_endpoint.url"),
        ("action_endpoint: {url: 'http://x/webhook'}", "action_endpoint.url"),
        ("event_broker: {type: channels.brokr.ActionServerBroker}", "event_broker.type"),
        ("event_broker: {type: channels.broker.ActionServer}", "event_broker.type"),
        ("redaction: {spacy: en}", "redaction.spacy"),
        ("encryption: {key: abc}", "encryption.key"),
        ("transcripts_api: {url: 'http://127.0.0.1'}", "transcripts_api.url"),
        ("transcripts_api: {url: 5056}", "transcripts_api.url"),
        ("transcripts_api: {requests_a_minute: 0}", "transcripts_api.requests_a_minute"),
        ("transcripts_api: {requests_a_minute: '9'}", "transcripts_api.requests_a_minute"),
        ("transcripts_api: {refusals_a_minute: true}", "transcripts_api.refusals_a_minute"),
        ("transcripts_api: {refusals_a_minute: 1.5}", "transcripts_api.refusals_a_minute"),
        ("transcripts_api: {port: 5056}", "transcripts_api.port"),
        ("{ a: [", "the file"),
        ("- a list", "the file"),
    ],
)
def test_a_broken_value_is_refused_by_its_name(tmp_path: Path, content: str, key: str) -> None:
    with pytest.raises(SettingError, match="allowed: ") as raised:
        read(written(tmp_path, content), {})
    assert raised.value.key.split()[0] == key.split()[0]


def test_a_variable_that_is_not_set_is_named_and_nothing_else(tmp_path: Path) -> None:
    url = "postgresql://u:s3cret@${NOWHERE_SET}/v"
    with pytest.raises(SettingError) as raised:
        read(written(tmp_path, f"database: {{url: '{url}'}}"), {})
    assert "${NOWHERE_SET}" in str(raised.value)
    assert "s3cret" not in str(raised.value)


def test_a_value_that_is_not_used_needs_no_variable(tmp_path: Path) -> None:
    file = written(tmp_path, "database: {url: '${NOWHERE_SET}'}")
    assert read(file, {"DATABASE_URL": "sqlite:///a.db"}).database_url == "sqlite:///a.db"


def test_a_refused_database_url_is_not_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingError) as raised:
        read(tmp_path / "none.yml", {"DATABASE_URL": "mysql://u:s3cret@db/v"})
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:p@far.example.com/v",
        "postgresql://u:p@near.example.com/v?host=far.example.com",
        "postgresql:///v?host=near.example.com,far.example.com",
    ],
)
def test_a_database_that_is_not_where_it_may_be_is_refused(tmp_path: Path, url: str) -> None:
    (tmp_path / "privacy.yml").write_text(
        "locality: {region: eu, allowed: [eu], places: {near.example.com: eu}}"
    )
    content = f"redaction: {{policy: {tmp_path}/privacy.yml}}\ndatabase: {{url: '{url}'}}"
    with pytest.raises(SettingError, match=r"database.url is 'far.example.com, which"):
        read(written(tmp_path, content), {})


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///a.db",
        "postgresql://u:p@near.example.com/v",
        "postgresql:///v?host=/var/run/postgresql",
    ],
)
def test_a_database_that_is_where_it_may_be_is_used(tmp_path: Path, url: str) -> None:
    (tmp_path / "privacy.yml").write_text(
        "locality: {region: eu, allowed: [eu], places: {near.example.com: eu}}"
    )
    content = f"redaction: {{policy: {tmp_path}/privacy.yml}}\ndatabase: {{url: '{url}'}}"
    assert read(written(tmp_path, content), {}).database_url == url
