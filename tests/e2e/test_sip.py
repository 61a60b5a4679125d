"""SIP callers that are not ours, baresip and SIPp, hold a conversation with the real assistant."""

from __future__ import annotations

import asyncio
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.e2e.conftest import SIP_ADDRESS
from tests.e2e.open_line import OpenLine
from tests.far_ends import sipp
from tests.far_ends.baresip import RATE_HZ, dialling, speech_file
from tools.bench.callers import spoken
from tools.caller.script import RATE_HZ as SPOKEN_HZ
from tools.caller.sound import resample

ASKED_AT_S = 3
"""Into the greeting."""
ASKED_AT = ASKED_AT_S * RATE_HZ
GOODBYE_AT = 600 * RATE_HZ


def question() -> NDArray[np.int16]:
    asked = spoken("how much money do I have in my account?", "rms").samples
    return resample(asked, SPOKEN_HZ, RATE_HZ)


async def by_baresip(folder: Path) -> None:
    """Asks for the balance, and gives account number and PIN by the keys, when asked to."""
    speech = np.zeros(GOODBYE_AT, np.int16)
    asked_until = ASKED_AT + len(question())
    speech[ASKED_AT:asked_until] = question()
    async with dialling(folder, f"sip:bank@{SIP_ADDRESS}", speech_file(folder, speech)) as phone:
        await phone.until("Call established")
        at = await phone.reply_after(asked_until)
        phone.press("40017733#")
        at = await phone.reply_after(at)
        phone.press("4821#")
        await phone.reply_after(at)
        phone.press("b")
        await phone.until("terminated|closed")


async def by_sipp(folder: Path) -> None:
    """The same, by SIP INFO and without listening: into the answers, as who knows them does."""
    ask = sipp.pause(ASKED_AT_S * 1000) + sipp.stream(sipp.mulaw_file(folder, question()))
    account = sipp.pause(7000) + sipp.info_keys("40017733#", 2)
    pin = sipp.pause(4000) + sipp.info_keys("4821#", 20)
    bye = sipp.pause(9000) + sipp.request("BYE", 40) + sipp.expect(200)
    await sipp.call(folder, SIP_ADDRESS, sipp.invite(), sipp.ANSWERED, ask, account, pin, bye)


@pytest.fixture(scope="module")
def transcripts(line: OpenLine, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What SQL has of the two calls, which were in progress at once."""

    async def call() -> None:
        folders = tmp_path_factory.mktemp("baresip"), tmp_path_factory.mktemp("sipp")
        await asyncio.gather(by_baresip(folders[0]), by_sipp(folders[1]))

    before = set(line.calls_on("sip"))
    asyncio.run(asyncio.wait_for(call(), 120))
    return [line.transcript(call_id) for call_id in line.calls_on("sip") if call_id not in before]


def test_callers_are_identified_by_keys_and_told_the_balance(transcripts: list[str]) -> None:
    assert ["2,543.10" in transcript for transcript in transcripts] == [True, True]


def test_no_account_number_is_kept(transcripts: list[str]) -> None:
    assert ["40017733" in transcript for transcript in transcripts] == [False, False]


def test_both_have_hung_up(transcripts: list[str]) -> None:
    assert ["ended by: caller" in transcript for transcript in transcripts] == [True, True]
