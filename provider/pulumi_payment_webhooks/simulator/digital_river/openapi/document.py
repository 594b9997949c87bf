"""The OpenAPI document of the simulated API. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from ....digital_river.rules.versions import NEWEST
from ...desk.json_values import JsonObject
from ..knobs import Knobs
from ..refusals import TYPES
from . import answers
from .answers import Schema
from .bodies import Bodies

ALWAYS = (400, 401, 403, 405, 406, 408, 429, 500, 502, 503, 504)
"""Statuses of errors that the vendor's file declares for every operation on webhooks."""

WITH_ID = (*ALWAYS, 404)
CHANGING = (*WITH_ID, 409)
REQUEST_ID = {"x-dr-requestid": {"required": True, "schema": answers.ID, "description": "A reference for support."}}
DESCRIPTION = (
    "The webhooks of the Digital River API as the simulator of payment-webhooks offers them, with the present "
    "positions of its knobs."
)


def document(knobs: Knobs, *, is_live: bool = False) -> JsonObject:
    """
    The document.

    Args:
        knobs: The positions for which it is true.
        is_live: The mode of the key that is used; some event types exist in live mode only.
    """
    return {
        "openapi": "3.1.0",
        "info": {"title": "Digital River webhooks, simulated", "version": NEWEST, "description": DESCRIPTION},
        "servers": [{"url": "/gc"}, {"url": "/"}] if knobs.is_gc else [{"url": "/"}],
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": "A secret API key."}},
            "schemas": _schemas(knobs, Bodies(knobs, is_live=is_live)),
        },
        "paths": {**_webhooks(knobs), **_events(knobs), **_secrets(knobs), **_event_types(knobs)},
    }


def _schemas(knobs: Knobs, bodies: Bodies) -> dict[str, Schema]:
    return {
        "Error": answers.error(),
        "Webhook": answers.webhook(knobs),
        "WebhookToCreate": bodies.create(),
        "WebhookUpdate": bodies.update(),
        "Event": answers.event(knobs),
        "Secret": answers.secret(with_token=False),
        "RevealedSecret": answers.secret(with_token=True),
        "Rotation": bodies.rotate(),
        "EventType": answers.event_type(),
    }


def _webhooks(knobs: Knobs) -> JsonObject:
    one = _ref("Webhook")
    most = knobs.most_in_list
    rows = answers.array(one, most=most) if knobs.list_answer == "array" else answers.page(one)
    created = int(knobs.create_status)
    return {
        "/webhooks": {
            "get": _operation("listWebhooks", {200: rows}, ALWAYS, [_type_filter(knobs)]),
            "post": _operation("createWebhooks", {created: one}, (*ALWAYS, 409), body="WebhookToCreate"),
        },
        "/webhooks/{id}": {
            "parameters": [_path("id")],
            "get": _operation("retrieveWebhooks", {200: one}, WITH_ID),
            "patch": _operation("updateWebhooks", {200: one}, CHANGING, body="WebhookUpdate"),
            "delete": _operation("deleteWebhooks", {204: None}, CHANGING),
        },
    }


def _events(knobs: Knobs) -> JsonObject:
    parameters = [_type_filter(knobs), _time_filter(), *map(_query, ("startingAfter", "endingBefore")), _limit()]
    return {
        "/events": {"get": _operation("listEvents", {200: answers.page(_ref("Event"))}, WITH_ID, parameters)},
        "/events/{id}": {
            "parameters": [_path("id")],
            "get": _operation("retrieveEvents", {200: _ref("Event")}, WITH_ID),
        },
    }


def _secrets(knobs: Knobs) -> JsonObject:
    if not knobs.offers(knobs.secrets_api):
        return {}
    rotated = _ref("RevealedSecret" if knobs.secret_in_rotation == "shown" else "Secret")
    return {
        "/webhooks/{id}/secrets": {
            "parameters": [_path("id")],
            "get": _operation("listSecrets", {200: answers.page(_ref("Secret"))}, WITH_ID),
            "post": _operation("rotateSecret", {201: rotated}, CHANGING, body="Rotation"),
        },
        "/webhooks/{id}/secrets/{secretId}": {
            "parameters": [_path("id"), _path("secretId")],
            "get": _operation("revealSecret", {200: _ref("RevealedSecret")}, WITH_ID),
        },
    }


def _event_types(knobs: Knobs) -> JsonObject:
    if not knobs.offers(knobs.event_types_api):
        return {}
    return {"/event-types": {"get": _operation("listEventTypes", {200: answers.page(_ref("EventType"))}, ALWAYS)}}


def _operation(
    id: str,
    good: dict[int, Schema | None],
    bad: Iterable[int],
    parameters: list[Schema] | None = None,
    *,
    body: str | None = None,
) -> JsonObject:
    responses = {str(status): _response(schema) for status, schema in good.items()}
    responses |= {str(status): _response(_ref("Error"), TYPES[status]) for status in sorted(bad)}
    sent = {"requestBody": {"required": True, "content": _json(_ref(body))}} if body else {}
    return {"operationId": id, "parameters": parameters or [], **sent, "responses": responses}


def _response(schema: Schema | None, description: str = "success") -> Schema:
    content = {} if schema is None else {"content": _json(schema)}
    return {"description": description, "headers": REQUEST_ID, **content}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _path(name: str) -> Schema:
    return {"name": name, "in": "path", "required": True, "schema": answers.ID}


def _query(name: str) -> Schema:
    return {"name": name, "in": "query", "schema": answers.ID}


def _limit() -> Schema:
    return {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 100, "default": 10}}


def _type_filter(knobs: Knobs) -> Schema:
    """`type` or `types`: an exploded object, because two parameters cannot exclude each other."""
    one = {"type": "string", "minLength": 1}
    several = {"type": "string", "pattern": f"^[^,]+(,[^,]+){{0,{knobs.most_types_in_filter - 1}}}$"}
    choices = [
        {"type": "object", "properties": {"type": one}, "required": ["type"], "additionalProperties": False},
        {"type": "object", "properties": {"types": several}, "required": ["types"], "additionalProperties": False},
    ]
    return {"name": "filter", "in": "query", "style": "form", "explode": True, "schema": {"oneOf": choices}}


def _time_filter() -> Schema:
    bounds = dict.fromkeys(("gt", "gte", "lt", "lte"), answers.TIME)
    schema = {"type": "object", "properties": bounds, "additionalProperties": False}
    return {"name": "createdTime", "in": "query", "style": "deepObject", "explode": True, "schema": schema}
