"""A call for the eye, and as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from actions.transcripts.store import Row, Store

_SPEAKERS = {"caller": "cyan", "assistant": "green"}
_HIDDEN = ("id", "call_id", "turn_id")


def call_as_json(store: Store, call: Row) -> dict[str, Any]:
    """The call with consents, turns and their entities, as it is in SQL; for `json.dumps`."""
    found = store.entities(call["call_id"])
    turns = [
        {
            **plain(turn),
            "entities": [plain(entity) for entity in found if entity["turn_id"] == turn["id"]],
        }
        for turn in store.turns(call["call_id"])
    ]
    agreed = [plain(consent) for consent in store.consents(call["call_id"])]
    return {**plain(call), "call_id": call["call_id"], "consents": agreed, "turns": turns}


def call_as_text(store: Store, call: Row) -> RenderableType:
    """The call as a page: its head, then turn by turn."""
    turns = Table(box=None, padding=(0, 1), pad_edge=False, show_header=False, expand=True)
    turns.add_column(justify="right", style="dim")
    turns.add_column()
    turns.add_column(ratio=1)
    for turn in store.turns(call["call_id"]):
        speaker = Text(turn["speaker"], style=_SPEAKERS[turn["speaker"]])
        turns.add_row(_clock(call, turn["at"]), speaker, _words(turn))
    return Group(_head(call), *_agreed(store.consents(call["call_id"])), "", turns)


def calls_as_table(calls: list[Row]) -> RenderableType:
    """One line a call."""
    table = Table(box=None, pad_edge=False)
    table.add_column("call", no_wrap=True, min_width=32)  # to be copied whole
    for name in ("started (UTC)", "line", "caller", "outcome"):
        table.add_column(name)
    for call in calls:
        started = f"{call['started_at']:%Y-%m-%d %H:%M:%S}"
        texts = (call["call_id"], started, call["line"], call["caller"], call["outcome"])
        table.add_row(*(Text(text or "") for text in texts))
    return table


def _head(call: Row) -> Text:
    ended = call["ended_at"]
    parts = (
        f"Call {call['call_id']}",
        f"{call['line'] or 'unknown line'} from {call['caller'] or 'a withheld number'}",
        f"{call['started_at']:%Y-%m-%d %H:%M:%S} UTC",
        f"{(ended - call['started_at']).total_seconds():.0f} s" if ended else "not ended",
        call["outcome"] + (f" (ended by: {call['end_reason']})" if call["end_reason"] else ""),
    )
    return Text(" · ".join(parts), style="bold")


def _agreed(consents: list[Row]) -> list[Text]:
    """What the caller has agreed to, in a line, if that was needed."""
    texts = [
        f"{consent['purpose']}: {'yes' if consent['given'] else 'no'} ({consent['mode']})"
        for consent in consents
    ]
    return [Text(f"consent to {', '.join(texts)}", style="dim")] if texts else []


def _clock(call: Row, at: datetime) -> str:
    """Minutes and seconds since the call began."""
    seconds = max(0, round((at - call["started_at"]).total_seconds()))
    return f"{seconds // 60}:{seconds % 60:02d}"


def _words(turn: Row) -> Text:
    """What was said, and below it what is known about it."""
    remarks = ", ".join(_remarks(turn))
    return Text.assemble(turn["text"], (f"\n{remarks}" if remarks else "", "dim"))


def _remarks(turn: Row) -> list[str]:
    remarks = []
    if turn["intent"]:
        remarks.append(f"{turn['intent']}" + _percent(turn["intent_confidence"]))
    if turn["recognition_confidence"] is not None:
        remarks.append(f"recognized{_percent(turn['recognition_confidence'])}")
    if turn["input"] == "keys":
        remarks.append("keyed")
    if turn["heard"] is not None and turn["heard"] != turn["text"]:
        heard = turn["heard"]
        remarks.append(f"cut off after “{heard}”" if heard else "not heard")
    if (turn["times"] or {}).get("response_ms") is not None:
        remarks.append(f"answered in {turn['times']['response_ms']:.0f} ms")
    return remarks


def _percent(confidence: float | None) -> str:
    return "" if confidence is None else f" {confidence:.0%}"


def plain(row: Row) -> dict[str, Any]:
    """A row for `json.dumps`, without the numbers and ids that only tables need."""
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in row.items()
        if key not in _HIDDEN
    }
