"""Twilio's REST API, as far as a call in progress is changed by it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import BasicAuth, web
from aiohttp.test_utils import TestServer


@dataclass
class Api:
    """`url` is what it is reached at; `changes`: what was asked, by the call's SID."""

    account_sid: str
    auth_token: str
    status: int = 200
    """Of the next answer, if the request is right."""
    url: str = ""
    changes: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        credentials = BasicAuth.decode(request.headers.get("Authorization", "Basic Og=="))
        if credentials != BasicAuth(self.account_sid, self.auth_token):
            return web.json_response({"code": 20003, "status": 401}, status=401)
        if request.match_info["account"] != self.account_sid:
            return web.json_response({"code": 20404, "status": 404}, status=404)
        form = {name: str(value) for name, value in (await request.post()).items()}
        self.changes.append((request.match_info["call"], form))
        return web.json_response({}, status=self.status)


@asynccontextmanager
async def rest_api(account_sid: str, auth_token: str) -> AsyncIterator[Api]:
    """On a free port of 127.0.0.1."""
    api = Api(account_sid, auth_token)
    app = web.Application()
    app.router.add_post("/2010-04-01/Accounts/{account}/Calls/{call}.json", api.answer)
    async with TestServer(app) as server:
        api.url = str(server.make_url("")).rstrip("/")
        yield api
