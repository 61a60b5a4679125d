"""Rasa's events of invented calls, as the broker sends them."""

from __future__ import annotations

from itertools import count
from typing import Any

from actions.transcripts.envelope import Envelope

STARTED_AT = 1_790_000_000.0  # some day in 2026

ANNOUNCED = "What we say is written down, without your personal details."

METADATA = {
    "call_id": "call-1",
    "caller": "+15550142",
    "called": "+18005550100",
    "direction": "inbound",
    "stream_id": "s",
    "line": "browser_audio",
    "language": "en",
}


class Call:
    """Makes the envelopes of one call: a second passes from event to event."""

    def __init__(self, call_id: str = "call-1"):
        self.call_id = call_id
        self.held: dict[str, list[str]] = {}
        self._numbers = count(1)

    def event(self, kind: str, **fields: Any) -> Envelope:
        number = next(self._numbers)
        event = {
            "event": kind,
            "sender_id": self.call_id,
            "timestamp": STARTED_AT + number - 1,
            **fields,
        }
        held = {slot: list(values) for slot, values in self.held.items()}
        return Envelope(f"{self.call_id}-{number}", number, event, held)

    def starts(self) -> list[Envelope]:
        return [
            self.event("action", name="action_session_start"),
            self.event("session_started"),
            self.slot("session_started_metadata", METADATA | {"call_id": self.call_id}),
        ]

    def says(self, text: str, intent: str = "inform", **metadata: Any) -> Envelope:
        entities = metadata.pop("entities", [])
        return self.event(
            "user",
            text=text,
            parse_data={"intent": {"name": intent, "confidence": 0.9}, "entities": entities},
            metadata={"input": "speech", **metadata},
        )

    def answers(self, text: str | None, response: str = "utter_x", **custom: Any) -> Envelope:
        return self.event(
            "bot", text=text, data={"custom": custom}, metadata={"utter_action": response}
        )

    def slot(self, name: str, value: Any) -> Envelope:
        if isinstance(value, str):
            self.held.setdefault(name, []).append(value)
        return self.event("slot", name=name, value=value)

    def ends(self, reason: str = "caller", **previous: Any) -> Envelope:
        return self.event(
            "user",
            text="/session_end",
            parse_data={"intent": {"name": "session_end", "confidence": 1.0}, "entities": []},
            metadata={"reason": reason, "previous": previous},
        )


def demonstration(call: Call) -> list[Envelope]:
    """Maria Lopez identifies, hears balance and transactions, blocks her card, says goodbye."""
    digits = {"entity": "digits", "value": "4821", "start": 0, "end": 26}
    return [
        *call.starts(),
        call.answers("Hello, this is Harbor Bank.", "utter_welcome"),
        call.answers(
            "What we say is written down, without your personal details.", "utter_consent_announce"
        ),
        call.says("Hi, this is Maria Lopez, what's my balance?", "ask_balance"),
        call.slot("requested_slot", "account_number"),
        call.answers("First, please tell me your eight digit account number."),
        call.says("four double oh one, uh, seven seven three three", "inform_digits"),
        call.slot("account_number", "40017733"),
        call.slot("requested_slot", "pin"),
        call.answers("Thank you. And your four digit telephone PIN?"),
        call.says(
            "forty eight twenty one",
            "inform_digits",
            entities=[digits],
            recognition={"engine": "moonshine", "confidence": 0.93},
        ),
        call.slot("pin", "4821"),
        call.slot("customer_name", "Maria Lopez"),
        call.slot("customer_id", 1),
        call.slot("pin", None),
        call.slot("requested_slot", None),
        call.answers("Thank you, Maria.", "utter_identified"),
        call.answers("Your checking account has $2,543.10.", "utter_account_holds"),
        call.says(
            "and the last three transactions",
            "ask_transactions",
            previous={
                "heard": [
                    {"text": "Thank you, Maria.", "heard": "Thank you, Maria."},
                    {"text": "Your checking account has $2,543.10.", "heard": "Your checking acc"},
                ],
                "times": {"response_ms": 412, "endpoint_ms": 300, "secret": "4821"},
            },
        ),
        call.answers("You spent $54.20 at Corner Market on November 21st."),
        call.says("block the card ending in three three nine one", "block_card"),
        call.slot("card_last_four", "3391"),
        call.answers("Shall I block your debit card ending in 3391 now? Please say yes or no."),
        call.says("yes", "affirm"),
        call.answers("Done. Your debit card ending in 3391 is blocked."),
        call.says("no that's all, bye", "goodbye"),
        call.answers("Thank you for calling Harbor Bank. Goodbye.", hang_up=True),
        call.ends("assistant", times={"response_ms": 390}),
    ]
