"""A caller for the tests of actions: keeps the slots that actions set, as Rasa would."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import yaml
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

DOMAIN = yaml.safe_load(Path("domain.yml").read_text())
INITIAL = {"bank_available": True, "authenticated": False, "locked_out": False, "goal": "none"}


class Call:
    """One conversation; `responses` and `texts` are what the last action said."""

    def __init__(self, **slots: Any) -> None:
        self.slots: dict[str, Any] = INITIAL | slots
        self.events: list[dict[str, Any]] = []
        self.set_events: list[dict[str, Any]] = []
        self.messages: list[dict[str, Any]] = []
        self.loop: str | None = None

    def say(
        self, action: Action, text: str = "", intent: str = "inform_digits", **message: Any
    ) -> Call:
        """Says something, and runs an action on it."""
        said = {"text": text, "intent": {"name": intent}, "entities": [], **message}
        self.events.append({"event": "user", "text": text, "parse_data": said})
        dispatcher = CollectingDispatcher()
        loop = {"name": self.loop} if self.loop else {}
        tracker = Tracker("call", self.slots, said, self.events, False, None, loop, "action_listen")
        self.set_events = asyncio.run(action.run(dispatcher, tracker, DOMAIN))
        self.messages = dispatcher.messages
        self._apply()
        return self

    def _apply(self) -> None:
        self.events += self.set_events
        for event in self.set_events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        for message in self.messages:
            self.events.append({"event": "bot", "text": message["text"] or message["response"]})

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages]

    @property
    def spoken(self) -> list[str]:
        """The values that fill the responses, in order, without the responses' names."""
        mine = {"text", "buttons", "elements", "custom", "template", "response", "image"}
        mine.add("attachment")
        return [str(v) for m in self.messages for k, v in m.items() if k not in mine]

    def asks_for(self, *required: str) -> str | None:
        """Which slot Rasa's form would ask for next; remembers it."""
        ended = [e for e in self.set_events if e.get("name") == "requested_slot"]
        missing = [slot for slot in required if self.slots.get(slot) is None]
        self.slots["requested_slot"] = missing[0] if missing and not ended else None
        return self.slots["requested_slot"]
