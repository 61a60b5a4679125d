"""The import rules of docs/architecture.md."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = ("channels/turns/", "channels/audio/", "channels/wire/", "actions/privacy/")
PURE += tuple(f"actions/access/{name}.py" for name in ("chain", "parameters", "roles", "routes"))
IMPURE = {"asyncio", "time", "socket", "threading", "os", "sanic", "rasa", "rasa_sdk", "vosk"}
IMPURE |= {"sqlite3", "sqlalchemy", "psycopg2", "aiohttp", "requests", "subprocess"}
RASA_SIDE = {
    f"channels/{name}.py"
    for name in (
        *(
            "action_answers",
            "broker",
            "exchange",
            "health",
            "tracker_store",
            "voice_channel",
            "voice_output",
        ),
        *("asterisk_websocket", "audiosocket", "browser_audio", "genesys", "jambonz"),
        *("sip", "twilio_media_streams", "websocket_line"),
    )
}
"""The only files of the channels that know Rasa or its web server."""
ENGINE_LIBRARIES = {
    "vosk": "channels/engines/vosk.py",
    "faster_whisper": "channels/engines/whisper.py",
    "onnxruntime": "channels/engines/onnx.py",
    "webrtcvad": "channels/engines/detector.py",
}
SOURCES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in ("actions", "channels", "discreet", "nlu", "speech", "tools")
    for path in (ROOT / package).rglob("*.py")
)


def modules_in(nodes: list[ast.AST]) -> set[str]:
    """The modules that these nodes import, with their full names."""
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def imports(source: str) -> set[str]:
    """All modules that a file imports, wherever in it."""
    return modules_in(list(ast.walk(ast.parse((ROOT / source).read_text()))))


def packages(source: str) -> set[str]:
    """The top-level packages that a file imports."""
    return {name.partition(".")[0] for name in imports(source)}


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith(PURE)])
def test_pure_code_imports_nothing_that_acts_or_waits(source: str) -> None:
    assert packages(source) & IMPURE == set()


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("channels/turns")])
def test_the_turn_core_knows_no_line_and_no_engine(source: str) -> None:
    known = ("channels.wire", "channels.engines", "channels.session", "channels.voice")
    assert not [name for name in imports(source) if name.startswith(known)]


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("channels")])
def test_channels_know_neither_the_actions_nor_rasa_but_at_the_rim(source: str) -> None:
    foreign = {"actions", "speech", "tools", "rasa_sdk"}
    if source not in RASA_SIDE:
        foreign |= {"rasa", "sanic"}
    assert packages(source) & foreign == set()


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("actions")])
def test_actions_know_the_sdk_only(source: str) -> None:
    assert packages(source) & {"channels", "rasa", "speech", "tools"} == set()


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("discreet")])
def test_what_every_package_may_import_needs_no_library(source: str) -> None:
    assert packages(source) <= sys.stdlib_module_names | {"discreet"}


@pytest.mark.parametrize("source", [s for s in SOURCES if s.startswith("nlu")])
def test_components_of_the_pipeline_know_rasa_only(source: str) -> None:
    assert packages(source) & {"actions", "channels", "rasa_sdk", "speech", "tools"} == set()


@pytest.mark.parametrize("source", [s for s in SOURCES if not s.startswith("speech")])
def test_nobody_imports_the_speech_server(source: str) -> None:
    assert "speech" not in packages(source)


@pytest.mark.parametrize(("library", "home"), ENGINE_LIBRARIES.items())
def test_an_engine_library_is_imported_in_one_file_and_lazily(library: str, home: str) -> None:
    channels = [source for source in SOURCES if source.startswith("channels")]
    assert [source for source in channels if library in packages(source)] == [home]
    at_import = ast.parse((ROOT / home).read_text()).body
    assert library not in {name.partition(".")[0] for name in modules_in(list(at_import))}


def test_the_standard_library_has_no_name_of_ours() -> None:
    assert {"actions", "channels", "speech", "tools"} & sys.stdlib_module_names == set()
