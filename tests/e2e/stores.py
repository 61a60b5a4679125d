"""Where the line under test keeps what it knows: in its own files, or in servers.

TEST_STORES=servers: calls in progress in Redis, transcripts in PostgreSQL, events by RabbitMQ.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import redis
import yaml
from sqlalchemy import create_engine, text

from tests import rabbitmq_server, redis_server
from tests.actions import postgres

IN_SERVERS = os.environ.get("TEST_STORES") == "servers"


@contextmanager
def chosen(environment: Mapping[str, str]) -> Iterator[None]:
    """The line of this environment uses them."""
    if not IN_SERVERS:
        yield
        return
    with (
        postgres.server() as postgres_url,
        redis_server.server() as port,
        rabbitmq_server.server() as rabbitmq_url,
    ):
        assert postgres_url and port and rabbitmq_url, "apt-get install postgresql redis-server ..."
        with postgres.database(postgres_url, f"voicedesk_line_{uuid4().hex[:12]}") as url:
            redis_store = {"type": "channels.tracker_store.RedisCalls", "port": port}
            path = Path(environment["ENDPOINTS"])
            endpoints = yaml.safe_load(path.read_text())
            endpoints["database"]["url"] = url
            endpoints["tracker_store"] = {"url": "127.0.0.1", **redis_store}
            queue = f"voicedesk-line-{uuid4().hex[:12]}"
            endpoints["event_broker"].update(url=rabbitmq_url, rabbitmq_queue=queue)
            path.write_text(yaml.safe_dump(endpoints))
            yield
            rabbitmq_server.delete(rabbitmq_url, queue, f"{queue}-set-aside")


def written_out(environment: Mapping[str, str]) -> set[str]:
    """Has all of them write what they hold to the disk; names of files that must be there then."""
    endpoints: Any = yaml.safe_load(Path(environment["ENDPOINTS"]).read_text())
    if not IN_SERVERS:
        return {"voicedesk.db"}
    broker = endpoints["event_broker"]
    assert rabbitmq_server.waiting(broker["url"], broker["rabbitmq_queue"]) == []
    client = redis.StrictRedis("127.0.0.1", endpoints["tracker_store"]["port"])
    client.save()
    engine = create_engine(endpoints["database"]["url"], isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CHECKPOINT"))
    engine.dispose()
    return {client.config_get("dbfilename")["dbfilename"]}
