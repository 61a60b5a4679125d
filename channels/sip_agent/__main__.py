"""The process:  python -m channels.sip_agent  <orders on its standard input, as JSON in one line>

It says on its standard output, as JSON in lines, whether it listens and whether it is registered,
and ends when its standard input does.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from typing import Any, NoReturn

import pjsua2 as pj

from channels.sip_agent.agent import Agent
from channels.sip_agent.process import NotListening
from channels.sip_agent.settings import Orders
from channels.sip_agent.switchboard import Switchboard
from discreet import discretion

NEWS = os.dup(sys.stdout.fileno())


def tell(**news: object) -> None:
    os.write(NEWS, json.dumps(news).encode() + b"\n")


def registered(status: int) -> None:
    tell(registered=status == 200, status=status)


async def serve(orders: Orders) -> int:
    """All calls by itself, or as one of a switchboard's agents."""
    agent = Agent(orders, registered)
    try:
        agent.start()
    except pj.Error as error:
        tell(listens=False, why=error.reason)
        return 1
    tell(listens=True, port=agent.port)
    polling: asyncio.Future[Any] = asyncio.create_task(agent.poll())
    await asyncio.wait([polling, told_to_stop()], return_when=asyncio.FIRST_COMPLETED)
    if polling.done():
        return 1
    await agent.close()
    return 0


async def switch(orders: Orders) -> int:
    """More calls than one agent holds."""
    board = Switchboard(orders, tell)
    try:
        await board.start()
    except (OSError, NotListening) as error:
        tell(listens=False, why=str(error))
        return 1
    tell(listens=True, port=0)
    await told_to_stop()
    await board.close()
    return 0


def told_to_stop() -> asyncio.Future[Any]:
    return asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


def main() -> NoReturn:
    # PJSIP prints on its own, whatever it is told, and so might numbers of callers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    logging.basicConfig(format="%(levelname)s %(message)s")
    discretion.begin()
    orders = Orders.read(sys.stdin.readline())
    status = asyncio.run(serve(orders) if orders.agents == 1 else switch(orders))
    os._exit(status)  # PJSIP stops the process if Python frees a call after its endpoint


if __name__ == "__main__":
    main()
