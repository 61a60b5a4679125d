"""A SIP telephone that is not ours, baresip, calls the real assistant."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np

from tests.e2e.conftest import SIP_PORT
from tests.e2e.open_line import OpenLine
from tests.far_ends.baresip import RATE_HZ, dialling, speech_file
from tools.bench.callers import spoken
from tools.caller.script import RATE_HZ as SPOKEN_HZ
from tools.caller.sound import resample

GREETED = 5 * RATE_HZ
"""By then, in samples, the greeting is over."""
GOODBYE_AT = 600 * RATE_HZ


async def talk(folder: Path) -> None:
    """Asks for the balance, and gives account number and PIN by the keys."""
    question = spoken("how much money do I have in my account?", "rms").samples
    speech = np.zeros(GOODBYE_AT, np.int16)
    asked = resample(question, SPOKEN_HZ, RATE_HZ)
    speech[GREETED : GREETED + len(asked)] = asked
    address = f"sip:bank@127.0.0.1:{SIP_PORT}"
    async with dialling(folder, address, speech_file(folder, speech)) as phone:
        await phone.until("Call established")
        at = await phone.reply_after(GREETED + len(asked))
        phone.press("40017733#")
        at = await phone.reply_after(at)
        phone.press("4821#")
        await phone.reply_after(at)
        phone.press("b")
        await phone.until("terminated|closed")


def test_a_caller_is_identified_by_keys_and_told_the_balance(
    line: OpenLine, tmp_path: Path
) -> None:
    asyncio.run(asyncio.wait_for(talk(tmp_path), 90))
    (transcript,) = line.transcripts("sip")
    assert "2,543.10" in transcript
    assert "40017733" not in transcript
    assert "ended by: caller" in transcript
