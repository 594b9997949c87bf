"""
Members of a body that the API does not have: ignored, but named in the journal. Pure.

For example, the vendor's Node SDK documents `additionalConfig.clientId`; the API has `client_id`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

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


def notes_on_subscription(body: Mapping[str, object]) -> tuple[str, ...]:
    """Notes on ignored members of a subscription."""
    return _notes(body, SUBSCRIPTION)


def notes_on_key(body: Mapping[str, object]) -> tuple[str, ...]:
    """Notes on ignored members of a key."""
    return _notes(body, KEY)


def _notes(body: Mapping[str, object], known: Known) -> tuple[str, ...]:
    found = list(_find_unknown(body, known, ""))
    notes = [f"ignored {path}{did_you_mean(path.rpartition('.')[2], names)}" for path, names in found[:MOST]]
    return (*notes, *([f"and {len(found) - MOST} more"] if len(found) > MOST else []))


def _find_unknown(body: Mapping[str, object], known: Known, prefix: str) -> Iterator[tuple[str, Collection[str]]]:
    for name, value in body.items():
        if name not in known:
            yield f"{prefix}{name[:LONGEST]}", known
            continue
        inner = known[name]
        if inner is None:
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield from _find_unknown(one, inner, f"{prefix}{name}.")
