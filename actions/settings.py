"""The action server's settings: sections of endpoints.yml, where Rasa's users look for them.

| section.key | default | what |
|---|---|---|
| `action_endpoint.url` | `http://127.0.0.1:5055/webhook` | where Rasa finds us: where we listen |
| `database.url` | `sqlite:///var/voicedesk.db` | SQLAlchemy URL: SQLite or PostgreSQL |
| `database.samples` | `true` | write the sample records into an empty database |
| `encryption.key_file` | `var/data.key` | keys of the database's texts; made if there is none |
| `encryption.key_command` | none | a command that writes them to its standard output instead |
| `redaction.spacy_model` | the shipped small English model | folder or name of a spaCy model |
| `redaction.policy` | `privacy.yml` | the privacy officer's rules: actions/privacy/policy.py |
| `event_broker.url` | the action server's | if it begins with `amqp`: RabbitMQ, where events are |
| `event_broker.rabbitmq_queue` | `voicedesk-events` | its queue |
| `event_broker.key_file` | `var/queue.key` | with the key that they are encrypted with |
| `transcripts_api.url` | `http://127.0.0.1:5056` | where `python -m actions.access` listens |
| `transcripts_api.requests_a_minute` | 120 | that a key may make |
| `transcripts_api.refusals_a_minute` | 10 | of requests without a valid key, from one address |

Environment: `DATABASE_URL` wins over `database.url`, `VOICEDESK_DATA_KEYS` over `encryption`;
`${NAME}` in a value is replaced, so that passwords need not stand in the file, and refused if it
is not set; `VOICEDESK_ENDPOINTS` names another file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rasa_sdk.exceptions import YamlSyntaxException
from rasa_sdk.utils import read_yaml_file
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from actions.access.chain import AUDIT_KEY
from actions.encryption.key_file import KEY_FILE, FileKeys
from actions.encryption.keys import KEY_COMMAND, VARIABLE, CommandKeys, EnvironmentKeys, Keys
from actions.errors import SettingError
from actions.policy_file import read_policy
from actions.privacy.policy import HASH_KEY, Policy
from actions.privacy.sections import FILE
from discreet.locality import Locality, LocalityError

_DEFAULTS: dict[str, dict[str, Any]] = {
    "action_endpoint": {"url": "http://127.0.0.1:5055/webhook"},
    "database": {"url": "sqlite:///var/voicedesk.db", "samples": True},
    "encryption": {"key_file": "var/data.key", "key_command": ""},
    "redaction": {"spacy_model": "", "policy": FILE},
    "transcripts_api": {
        "url": "http://127.0.0.1:5056",
        "requests_a_minute": 120,
        "refusals_a_minute": 10,
    },
}
# Rasa's own keys of a section that is not only ours.
_FOREIGN_KEYS = {"action_endpoint": {"token", "headers", "params", "basic_auth", "cafile"}}
_BROKER = "channels.broker.ActionServerBroker"
_BROKER_DEFAULTS = {"url": "", "rabbitmq_queue": "voicedesk-events", "key_file": "var/queue.key"}
_DATABASES = ("sqlite", "postgresql")
_MOST_A_MINUTE = 1_000_000
_VARIABLE = re.compile(r"\$\{\w+\}")


@dataclass(frozen=True)
class Api:
    """Of the transcripts' API."""

    host: str = "127.0.0.1"
    port: int = 5056
    requests_a_minute: int = 120
    refusals_a_minute: int = 10


@dataclass(frozen=True)
class Inbox:
    """Of RabbitMQ, if events come by it: an AMQP URI with a password in it, and the queue there."""

    url: str = field(repr=False)
    queue: str
    key_file: Path


@dataclass(frozen=True)
class Settings:
    """What `read` has checked."""

    host: str
    port: int
    database_url: str
    samples: bool
    spacy_model: str
    policy: Policy
    hash_key: str
    keys: Keys
    api: Api = Api()
    audit_key: str = ""
    inbox: Inbox | None = None


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process."""
    return read(Path(os.environ.get("VOICEDESK_ENDPOINTS", "endpoints.yml")), os.environ)


def read(path: Path, environment: Mapping[str, str]) -> Settings:
    """Read and check `path` (none: all defaults); raises `SettingError`."""
    sections = _sections(path)
    host, port = _address(sections, "action_endpoint.url", "/webhook")
    samples = _value(sections, "database.samples")
    if not isinstance(samples, bool):
        raise SettingError("database.samples", samples, "true or false")
    database_url = _database_url(sections, environment)
    policy = read_policy(Path(str(_value(sections, "redaction.policy"))), environment)
    inbox = _inbox(sections)
    _check_places(policy.locality, database_url, host, inbox)
    return Settings(
        host=host,
        port=port,
        database_url=database_url,
        samples=samples,
        spacy_model=str(_value(sections, "redaction.spacy_model")),
        policy=policy,
        hash_key=environment.get(HASH_KEY, ""),
        keys=_keys(sections, environment),
        api=_api(sections),
        audit_key=environment.get(AUDIT_KEY, ""),
        inbox=inbox,
    )


def _inbox(sections: Mapping[str, Mapping[str, Any]]) -> Inbox | None:
    url, queue, key_file = (
        str(_value(sections, f"event_broker.{name}")) for name in _BROKER_DEFAULTS
    )
    is_rabbitmq = url.partition("://")[0] in ("amqp", "amqps")
    return Inbox(url, queue, Path(key_file)) if is_rabbitmq else None


def _api(sections: Mapping[str, Mapping[str, Any]]) -> Api:
    host, port = _address(sections, "transcripts_api.url")
    counts = {}
    for name in ("requests_a_minute", "refusals_a_minute"):
        count = counts[name] = _value(sections, f"transcripts_api.{name}")
        if type(count) is not int or not 1 <= count <= _MOST_A_MINUTE:
            allowed = f"a whole number from 1 to {_MOST_A_MINUTE}"
            raise SettingError(f"transcripts_api.{name}", count, allowed)
    return Api(host, port, **counts)


def _check_places(
    locality: Locality, database_url: str, action_host: str, inbox: Inbox | None
) -> None:
    """PostgreSQL's client also takes hosts, several of them, from the query."""
    url = make_url(database_url)
    in_query = url.query.get("host", ())
    given = [in_query] if isinstance(in_query, str) else in_query
    hosts = [url.host or "", *(host for one in given for host in one.split(","))]
    try:
        locality.check("action_endpoint.url", action_host)
        locality.check("event_broker.url", inbox.url if inbox else "")
        for host in hosts if url.get_backend_name() == "postgresql" else ():
            locality.check("database.url", host if not host.startswith("/") else "")
    except LocalityError as error:
        raise SettingError(error.key, error.value, error.allowed) from None


def _sections(path: Path) -> dict[str, dict[str, Any]]:
    """Our sections of the file, filled up with defaults."""
    try:
        content = read_yaml_file(path) if path.exists() else {}
    except YamlSyntaxException as error:
        raise SettingError("the file", path.name, f"valid YAML ({error})") from None
    if not isinstance(content, Mapping):
        raise SettingError("the file", path.name, "sections with keys and values")
    broker = _broker(content.get("event_broker"))
    return {**{name: _section(content, name) for name in _DEFAULTS}, "event_broker": broker}


def _broker(section: Any) -> dict[str, Any]:
    """What is for us in Rasa's section, whose keys it checks itself.

    It only warns when it cannot find its broker, and then no call is recorded.
    """
    given = section if isinstance(section, Mapping) else {}
    type_ = str(given.get("type"))
    if type_.startswith("channels.") and type_ != _BROKER:
        raise SettingError("event_broker.type", type_, f"{_BROKER}, or one of Rasa's own")
    own = given if type_ == _BROKER else {}
    return {name: own.get(name) or default for name, default in _BROKER_DEFAULTS.items()}


def _section(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    given = content.get(name) or {}
    if not isinstance(given, Mapping):
        raise SettingError(name, given, "a mapping of keys to values")
    allowed = {*_DEFAULTS[name], *_FOREIGN_KEYS.get(name, ())}
    for key in given:
        if key not in allowed:
            keys = ", ".join(sorted(allowed))
            raise SettingError(f"{name}.{key}", given[key], f"the keys {keys}")
    return {**_DEFAULTS[name], **given}


def _value(sections: Mapping[str, Mapping[str, Any]], key: str) -> Any:
    """With `${NAME}` replaced."""
    section, _, name = key.partition(".")
    value = sections[section][name]
    if not isinstance(value, str):
        return value
    expanded = os.path.expandvars(value)
    if unset := _VARIABLE.search(expanded):
        raise SettingError(key, unset[0], "variables that are set")
    return expanded


def _keys(sections: Mapping[str, Mapping[str, Any]], environment: Mapping[str, str]) -> Keys:
    """None is read yet."""
    if given := environment.get(VARIABLE, "").strip():
        return EnvironmentKeys(given)
    if command := _value(sections, KEY_COMMAND):
        return CommandKeys(str(command))
    return FileKeys(Path(str(_value(sections, KEY_FILE))))


def _address(
    sections: Mapping[str, Mapping[str, Any]], key: str, path: str = ""
) -> tuple[str, int]:
    url = _value(sections, key)
    try:
        parts = urlsplit(str(url))
        if parts.scheme in ("http", "https") and parts.hostname and parts.port:
            return parts.hostname, parts.port
    except ValueError:
        pass  # a port that is none
    raise SettingError(key, url, f"http://HOST:PORT{path}")


def _database_url(sections: Mapping[str, Mapping[str, Any]], environment: Mapping[str, str]) -> str:
    from_environment = environment.get("DATABASE_URL")
    url = from_environment or _value(sections, "database.url")
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() in _DATABASES and parsed.get_dialect().dbapi():
            return str(url)
    except (ArgumentError, AttributeError, ImportError):
        pass  # not a URL, or of a driver that is not there
    allowed = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    key = "DATABASE_URL (environment)" if from_environment else "database.url"
    raise SettingError(key, "(not shown: it may hold a password)", allowed)
