"""
Members of a body that the API does not have: dropped as the platform drops them, but named in the journal. Pure.

The Node SDK of the vendor, for one, documents `additionalConfig.clientId`, whose name on the wire is `client_id`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ....wording import did_you_mean
from ..subscriptions import bodies, policies

Known = Mapping[str, "Known | None"]
MOST = 10
LONGEST = 80

_SCOPE: Known = dict.fromkeys(policies.SCOPE_MEMBERS)
_CONFIG: Known = {
    **dict.fromkeys(policies.CONFIG_MEMBERS),
    "additionalConfig": dict.fromkeys(policies.ADDITIONAL_MEMBERS),
}
SUBSCRIPTION: Known = {
    **dict.fromkeys(bodies.TOLERATED),
    "products": {"productId": None, "eventTypes": None},
    "notificationScope": _SCOPE,
    "retryPolicy": dict.fromkeys(policies.RETRY_MEMBERS),
    "securityPolicy": {**dict.fromkeys(policies.SECURITY_MEMBERS), "config": _CONFIG},
}
_INFORMATION = (
    *("provider", "tenant", "keyType", "organizationId", "clientKeyId", "keyId", "key", "pub", "pvt", "status"),
    "expiryDuration",
)
KEY: Known = {
    "clientRequestAction": None,
    "clientReferenceInformation": {"code": None},
    "keyInformation": dict.fromkeys(_INFORMATION),
}


def notes_on_subscription(body: Mapping[str, Any]) -> tuple[str, ...]:
    """What the journal says of the members of a subscription that were ignored."""
    return _notes(body, SUBSCRIPTION)


def notes_on_key(body: Mapping[str, Any]) -> tuple[str, ...]:
    """The same of a key."""
    return _notes(body, KEY)


def _notes(body: Mapping[str, Any], known: Known) -> tuple[str, ...]:
    found = list(_unknown(body, known, ""))
    told = [f"ignored {path}{did_you_mean(path.rpartition('.')[2], names)}" for path, names in found[:MOST]]
    return (*told, *([f"and {len(found) - MOST} more"] if len(found) > MOST else []))


def _unknown(body: Mapping[str, Any], known: Known, prefix: str) -> Iterator[tuple[str, Collection[str]]]:
    for name, value in body.items():
        if name not in known:
            yield f"{prefix}{name[:LONGEST]}", known
            continue
        inner = known[name]
        if inner is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from _unknown(one, inner, f"{prefix}{name}.")
