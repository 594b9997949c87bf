"""The schemas of answers: each member that an answer has, and no others. Pure."""

from __future__ import annotations

from ...desk.json_values import JsonObject
from ..knobs import Knobs
from ..refusals import TYPES
from ..webhooks.store import TRANSPORTS

Schema = JsonObject

TEXT: Schema = {"type": "string"}
ID: Schema = {"type": "string", "format": "uuid"}
TIME: Schema = {"type": "string", "format": "date-time"}


def error() -> Schema:
    """An error answer."""
    problem = closed({"code": TEXT, "parameter": TEXT, "message": TEXT}, ["message"])
    listed = {"type": "array", "minItems": 1, "items": problem}
    return closed({"type": {"enum": sorted(set(TYPES.values()))}, "errors": listed}, ["type", "errors"])


def webhook(knobs: Knobs) -> Schema:
    """A webhook."""
    members: dict[str, Schema] = {
        "id": ID,
        "types": {"type": "array", "items": TEXT},
        "address": TEXT,
        "apiVersion": TEXT,
        "enabled": {"type": "boolean"},
        "transportType": {"enum": list(TRANSPORTS)},
        "createdTime": TIME,
        "updatedTime": TIME,
        **({"liveMode": {"type": "boolean"}} if knobs.live_mode_in_answers else {}),
    }
    secret: dict[str, Schema] = {} if knobs.credentials_in_answers == "absent" else {"password": TEXT}
    client: dict[str, Schema] = {} if knobs.credentials_in_answers == "absent" else {"clientSecret": TEXT}
    oauth = {"tokenEndPoint": TEXT, "clientID": TEXT, **client, "grantType": TEXT, "userName": TEXT, **secret}
    credentials = {
        "authentication": closed({knobs.user_name_in_answers: TEXT, **secret}, []),
        "oauth": closed({**oauth, "audience": TEXT}, ["tokenEndPoint", "clientID", "grantType"]),
    }
    return closed({**members, **credentials}, list(members))


def event(knobs: Knobs) -> Schema:
    """An event."""
    of_samples = knobs.event_fields == "samples"
    members: dict[str, Schema] = {
        "id": ID,
        "type": TEXT,
        "data": closed({"object": {"type": "object"}, "previousAttributes": {"type": "object"}}, ["object"]),
        "liveMode": {"type": "boolean"},
        "createdTime": TIME,
        "webhookIds" if of_samples else "pendingWebhooks": {"type": "array", "items": ID},
        "digitalriverVersion" if of_samples else "digitalRiverVersion": TEXT,
        **({"clientIds": {"type": "object"}, "searchableData": {"type": "object"}} if knobs.is_gc else {}),
    }
    return closed(members, list(members))


def secret(*, with_token: bool) -> Schema:
    """A signing secret."""
    members: dict[str, Schema] = {
        "id": ID,
        **({"token": TEXT} if with_token else {}),
        "state": {"enum": ["active", "expiring"]},
        "createdTime": TIME,
        "expiresTime": {"type": ["string", "null"], "format": "date-time"},
    }
    return closed(members, list(members))


def event_type() -> Schema:
    """An event type."""
    modes: Schema = {"type": "array", "items": {"enum": ["test", "live"]}}
    members: dict[str, Schema] = {"type": TEXT, "expandable": {"type": "boolean"}, "modes": modes}
    return closed(members, list(members))


def page(rows: Schema) -> Schema:
    """A list."""
    members: dict[str, Schema] = {"hasMore": {"type": "boolean"}, "data": {"type": "array", "items": rows}}
    return closed(members, list(members))


def array(rows: Schema, *, most: int) -> Schema:
    """The list of webhooks."""
    return {"type": "array", "items": rows, "maxItems": most}


def closed(properties: dict[str, Schema], required: list[str]) -> Schema:
    """An object with these members and no others."""
    listed = {"required": required} if required else {}
    return {"type": "object", "properties": properties, **listed, "additionalProperties": False}
