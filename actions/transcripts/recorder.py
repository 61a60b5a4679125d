"""Rasa's events in, redacted calls and turns in SQL out: each event once, in order.

Only four kinds of event tell anything about a call: what the caller said (user), what the
assistant said (bot), what it knows or asks for (slot), and that a session began.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError, StatementError

from actions.errors import ActionError, TranscriptsUnavailable
from actions.privacy.consent import OPT_IN, OPT_OUT, is_given
from actions.privacy.context import PERSONAL_SLOTS, Context, Speaker
from actions.privacy.redactor import Redactor
from actions.transcripts import events
from actions.transcripts.envelope import Envelope
from actions.transcripts.heard import Columns, reported
from actions.transcripts.outcomes import HANDED_OVER, outcome
from actions.transcripts.store import Row, Store, Writer
from actions.transcripts.translation import assistant_turn, call_details, caller_turn, redacted

logger = logging.getLogger(__name__)


class Recorder:
    """Records into `store` what passes `redactor`. Not for several threads at once.

    With `hash_key`, calls can be found by their caller: callers.caller_key.
    """

    def __init__(self, store: Store, redactor: Redactor, hash_key: str = ""):
        self._hash_key = hash_key
        self._store = store
        self._redactor = redactor
        self._kinds = {
            "user": self._user,
            "bot": self._bot,
            "slot": self._slot,
            "session_started": self._update_call,
        }

    def record(self, envelopes: Sequence[Envelope]) -> list[str]:
        """Record in the order of `sequence`; returns the ids of events that make no sense.

        Raises `TranscriptsUnavailable`: send all again later; what is recorded stays so.
        """
        in_order = sorted(envelopes, key=lambda envelope: envelope.sequence)
        return [envelope.id for envelope in in_order if not self._recorded(envelope)]

    def _recorded(self, envelope: Envelope) -> bool:
        """Whether all is in the database now that should be."""
        record = self._kinds.get(envelope.event["event"])
        try:
            if record and not self._store.has(envelope.id):
                record(envelope)
        except Exception as error:
            if _is_outage(error):
                raise TranscriptsUnavailable(
                    f"the transcripts cannot be written ({type(error).__name__}): "
                    "check the database and its url in endpoints.yml"
                ) from None
            # One event must not hold up all the calls behind it. Never log what it holds.
            logger.error("Event %s cannot be recorded: %s", envelope.id, type(error).__name__)
            return False
        return True

    def _update_call(self, envelope: Envelope, **values: object) -> None:
        with self._store.once(envelope.id, envelope.call_id) as writer:
            if writer:
                writer.begin_call(events.at(envelope.event))
                if values:
                    writer.update_call(**values)

    def _slot(self, envelope: Envelope) -> None:
        slot, value = envelope.event.get("name"), envelope.event.get("value")
        if slot == "requested_slot":
            self._update_call(envelope, awaiting=value)
        elif slot == "session_started_metadata" and isinstance(value, dict):
            self._update_call(envelope, **call_details(value, self._hash_key))
        elif slot == "consents" and isinstance(value, dict):
            self._decide(envelope, value)
        elif slot in PERSONAL_SLOTS and value is not None:
            self._redact_again(envelope)

    def _decide(self, envelope: Envelope, decisions: Mapping[str, object]) -> None:
        """The caller has agreed to some purposes, or objects."""
        open_to_callers = set(self._store.consent.purposes(OPT_IN, OPT_OUT))
        with self._store.once(envelope.id, envelope.call_id) as writer:
            if writer:
                at = events.at(envelope.event)
                for purpose in decisions.keys() & open_to_callers:
                    writer.update_consents([purpose], given=decisions[purpose] is True, at=at)

    def _redact_again(self, envelope: Envelope) -> None:
        """What has just become known may have been said before."""
        call_id = envelope.call_id
        turns, entities = self._store.turns(call_id), self._store.entities(call_id)
        with self._store.once(envelope.id, call_id) as writer:
            if not writer:
                return
            for turn in turns:
                context = Context(turn["speaker"], envelope.held)
                texts = {name: turn[name] for name in ("text", "heard") if turn[name]}
                again = {name: self._again(text, context) for name, text in texts.items()}
                writer.update_turn(turn["id"], **again)
            for entity in entities:
                context = Context("caller", envelope.held)
                writer.update_entity(entity["id"], self._again(entity["value"], context))

    def _again(self, text: str, context: Context) -> str:
        return redacted(self._redactor.redact_again, text, context)

    def _bot(self, envelope: Envelope) -> None:
        call = self._store.call(envelope.call_id)
        if not envelope.event.get("text") or (call and call["ended_at"]):
            return  # nothing to hear, or nobody there to hear it
        turn = assistant_turn(envelope.event, _context("assistant", envelope, call), self._redactor)
        with self._store.once(envelope.id, envelope.call_id) as writer:
            if writer:
                writer.begin_call(turn["at"])
                writer.add_turn(**turn)
                if told := self._store.consent.of(str(turn["response"])):
                    given = is_given(str(turn["response"]))
                    writer.update_consents(told, wording=turn["text"], at=turn["at"], given=given)
                if events.is_handover(envelope.event):
                    writer.update_call(outcome=HANDED_OVER)

    def _user(self, envelope: Envelope) -> None:
        intent, _ = events.intent(envelope.event)
        if intent == "session_start":
            details = call_details(events.metadata(envelope.event), self._hash_key)
            self._update_call(envelope, **details)
        elif intent == "session_end":
            self._end(envelope)
        else:
            self._caller(envelope)

    def _caller(self, envelope: Envelope) -> None:
        call = self._store.call(envelope.call_id)
        turns = self._store.turns(envelope.call_id)
        context = replace(_context("caller", envelope, call), question=question(turns))
        turn, entities = caller_turn(envelope.event, context, self._redactor)
        heard = self._heard(envelope, turns)
        with self._store.once(envelope.id, envelope.call_id) as writer:
            if writer:
                writer.begin_call(turn["at"])
                _complete(writer, heard)
                writer.add_turn(entities, **turn)

    def _end(self, envelope: Envelope) -> None:
        call = self._store.call(envelope.call_id) or {}
        reason = str(events.metadata(envelope.event).get("reason") or "caller")
        turns = self._store.turns(envelope.call_id)
        said = [turn for turn in turns if turn["speaker"] == "caller"]
        verdict = outcome(
            reason,
            handed_over=call.get("outcome") == HANDED_OVER,
            awaiting=call.get("awaiting"),
            last_intent=said[-1]["intent"] if said else None,
        )
        heard = self._heard(envelope, turns)
        with self._store.once(envelope.id, envelope.call_id) as writer:
            if writer:
                ended_at = events.at(envelope.event)
                writer.begin_call(ended_at)
                _complete(writer, heard)
                writer.update_call(ended_at=ended_at, end_reason=reason, outcome=verdict)
                writer.forget_without_consent()

    def _heard(self, envelope: Envelope, turns: Sequence[Row]) -> dict[int, Columns]:
        context = _context("assistant", envelope, None)
        return reported(envelope.event, turns, context, self._redactor)


def _context(speaker: Speaker, envelope: Envelope, call: Row | None) -> Context:
    asked = PERSONAL_SLOTS.get(call["awaiting"] or "") if call else None
    return Context(speaker, envelope.held, asked if speaker == "caller" else None)


def question(turns: Sequence[Row]) -> str:
    """What the assistant has said since the caller last spoke."""
    said = takewhile(lambda turn: turn["speaker"] == "assistant", reversed(turns))
    return " ".join(reversed([str(turn["text"]) for turn in said]))


def _complete(writer: Writer, heard: Mapping[int, Columns]) -> None:
    for turn_id, columns in heard.items():
        writer.update_turn(turn_id, **columns)


def _is_outage(error: Exception) -> bool:
    """Whether it is the database's state that fails, and not this event's content."""
    if type(error) is StatementError:
        return isinstance(getattr(error, "orig", None), ActionError)  # there was no key
    return isinstance(error, SQLAlchemyError) and not isinstance(error, (DataError, IntegrityError))
