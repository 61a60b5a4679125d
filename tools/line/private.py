"""A line of one's own beside one that is open: other ports, other files, the same assistant."""

from __future__ import annotations

import os
import socket
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

import yaml

from tools.line.addresses import SPEECH

Tree = dict[str, Any]


def private_line(
    folder: Path, channel: Tree | None = None, others: dict[str, Tree] | None = None
) -> dict[str, str]:
    """The environment in which line.Line opens such a line; its files lie in `folder`.

    `channel` overrides settings of the channel's section. `others`: channels beside it, by class,
    and what they have besides the same settings.
    """
    rasa, actions, speech = free_ports(3)
    endpoints, credentials = _read("endpoints.yml"), _read("credentials.yml")
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{actions}/webhook"
    endpoints["database"]["url"] = f"sqlite:///{folder / 'voicedesk.db'}"
    endpoints["event_broker"].update(
        url=f"http://127.0.0.1:{actions}/events",
        queue=str(folder / "events"),
        key_file=str(folder / "queue.key"),
    )
    endpoints["encryption"]["key_file"] = str(folder / "data.key")
    section = credentials[SPEECH[0]]
    section.update(channel or {})
    section["tts"].update(url=f"http://127.0.0.1:{speech}", cache_path=str(folder / "speech-cache"))
    shared = {key: section[key] for key in {"asr", "vad", "tts"} & section.keys()}
    credentials.update({name: {**shared, **own} for name, own in (others or {}).items()})
    return {
        **{key: value for key, value in os.environ.items() if key != "DATABASE_URL"},
        "ENDPOINTS": _write(folder / "endpoints.yml", endpoints),
        "CREDENTIALS": _write(folder / "credentials.yml", credentials),
        "RASA_PORT": str(rasa),
        "VOICEDESK_LOGS": str(folder / "log"),
    }


def _read(name: str) -> Tree:
    tree: Tree = yaml.safe_load(Path(name).read_text())
    return tree


def _write(path: Path, tree: Tree) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(tree))
    return str(path)


def free_ports(count: int) -> list[int]:
    """Of TCP and of UDP; all are held until the last is found, so that no two are the same."""
    with ExitStack() as held:
        return [_free_port(held) for _ in range(count)]


def _free_port(held: ExitStack) -> int:
    while True:
        tcp = held.enter_context(socket.create_server(("127.0.0.1", 0)))
        port: int = tcp.getsockname()[1]
        udp = held.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        with suppress(OSError):  # UDP's of the same number is not free: the next
            udp.bind(("127.0.0.1", port))
            return port
