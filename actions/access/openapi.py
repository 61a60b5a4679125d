"""The API's description, OpenAPI 3.1, made of the table of routes and the tables of the database.

https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON as JSON_COLUMN
from sqlalchemy import Boolean, Column, DateTime, Float, Integer, Table

from actions.access.parameters import Parameter
from actions.access.reading import HIDDEN
from actions.access.roles import EXPORT, EXPORT_CALLER, LIST, READ_AUDIT, SHOW
from actions.access.routes import JSON, LINES, OPENAPI, ROUTES, Route
from actions.access.tables import audit_log
from actions.banking.tables import handovers
from actions.transcripts.tables import calls, consents, entities, turns

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TYPES: tuple[tuple[type, Schema], ...] = (
    (DateTime, {"type": "string", "format": "date-time"}),
    (Boolean, {"type": "boolean"}),
    (Integer, {"type": "integer"}),
    (Float, {"type": "number"}),
    (JSON_COLUMN, {"type": "object"}),
)
_REFUSALS = {
    400: "A parameter or the body is not as described here.",
    401: "No valid key; why it is not valid is not told.",
    403: "The key's role may not do this.",
    404: "No such call is recorded.",
    413: "The body is too large.",
    415: "The body is not JSON.",
    429: "Too many requests; `Retry-After` says in how many seconds to come again.",
    503: "The database or the audit log fails, or a secret is not set: nothing is given.",
}
_HEADERS = {401: "WWW-Authenticate", 429: "Retry-After"}


def document() -> Schema:
    """For `json.dumps`."""
    paths: dict[str, Schema] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    paths[OPENAPI] = {"get": _itself()}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Transcripts of Voicedesk", "version": "1"},
        "paths": paths,
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
        },
    }


def _operation(route: Route) -> Schema:
    operation: Schema = {
        "operationId": route.action,
        "summary": route.summary,
        "description": f"For the roles {', '.join(route.roles)}.",
        "parameters": [_parameter(parameter) for parameter in route.parameters],
        "responses": {"200": _answer(route), **_refusals(route)},
    }
    if route.body is not None:
        operation["requestBody"] = {"required": True, "content": {JSON: {"schema": route.body}}}
    return operation


def _itself() -> Schema:
    answer = {"description": "This.", "content": {JSON: {"schema": {"type": "object"}}}}
    return {
        "operationId": "openapi",
        "summary": "This description; it needs no key.",
        "security": [],
        "responses": {"200": answer},
    }


def _parameter(parameter: Parameter) -> Schema:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.describes,
        "required": parameter.required,
        "schema": dict(parameter.schema),
    }


def _answer(route: Route) -> Schema:
    schema = _TEXT if route.gives == LINES else {"$ref": f"#/components/schemas/{route.action}"}
    answer: Schema = {"description": "It is given.", "content": {route.gives: {"schema": schema}}}
    if route.action == LIST:
        answer["links"] = {
            "show": {
                "operationId": SHOW,
                "parameters": {"call_id": "$response.body#/calls/0/call_id"},
            }
        }
    return answer


def _refusals(route: Route) -> dict[str, Schema]:
    absent = {415} if route.body is None else set()
    absent |= set() if route.action == SHOW else {404}
    return {str(status): _refusal(status) for status in _REFUSALS if status not in absent}


def _refusal(status: int) -> Schema:
    problem = {"$ref": "#/components/schemas/problem"}
    answer: Schema = {
        "description": _REFUSALS[status],
        "content": {"application/problem+json": {"schema": problem}},
    }
    if status in _HEADERS:
        answer["headers"] = {_HEADERS[status]: {"required": True, "schema": _TEXT}}
    return answer


def _schemas() -> dict[str, Schema]:
    cursor = {"type": ["string", "null"]}
    entity = _object(_columns(entities, "id", "turn_id"))
    turn = _object({**_columns(turns, "id", "call_id"), "entities": _list(entity)})
    head = _columns(calls, HIDDEN)
    agreed = _list(_object(_columns(consents, "id", "call_id")))
    call = _object({**head, "consents": agreed, "turns": _list(turn)})
    entries = _list(_object(_columns(audit_log)))
    return {
        LIST: _object({"calls": _list(_object(head)), "next": cursor}),
        SHOW: call,
        EXPORT: call,  # of each line
        EXPORT_CALLER: _object(
            {"calls": _list(call), "handovers": _list(_object(_columns(handovers)))}
        ),
        READ_AUDIT: _object({"entries": entries, "next": {"type": ["integer", "null"]}}),
        "problem": _object(
            {"type": _TEXT, "title": _TEXT, "status": {"type": "integer"}, "detail": _TEXT},
            "detail",
        ),
    }


def _object(properties: Mapping[str, Schema], *optional: str) -> Schema:
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _columns(table: Table, *hidden: str) -> dict[str, Schema]:
    return {column.name: _column(column) for column in table.c if column.name not in hidden}


def _column(column: Column) -> Schema:
    schema = next((schema for kind, schema in _TYPES if isinstance(column.type, kind)), _TEXT)
    return {**schema, "type": [schema["type"], "null"]} if column.nullable else dict(schema)
