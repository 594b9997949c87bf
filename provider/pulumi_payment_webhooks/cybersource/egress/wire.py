"""
Egress keys as the platform spells them: a request for each, and the answer, read once into a row. No I/O here.

Keys can be created and stored; no request reads, lists or deletes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..api.ids import flaw_of
from ..api.media import HAL, JSON
from ..api.moments import read_moment


@dataclass(frozen=True)
class KeyRequest:
    """
    A request for a key.

    Args:
        path: Where it is sent.
        accept: Media type of the answer.
        body: The JSON that is sent.
        shows_secret: Whether the answer has to hold the secret of the key.
    """

    path: str
    accept: str
    body: Mapping[str, Any] = field(repr=False)
    shows_secret: bool = False


def symmetric(action: str, *, shows_secret: bool = False, **information: str) -> KeyRequest:
    """The request for a secret of both sides: a signature key, or client credentials."""
    return KeyRequest("/kms/egress/v2/keys-sym", HAL, _body(action, information), shows_secret)


def asymmetric(action: str, **information: str) -> KeyRequest:
    """The request for a public key."""
    return KeyRequest("/kms/egress/v2/keys-asym", JSON, _body(action, information))


def _body(action: str, information: Mapping[str, str]) -> dict[str, object]:
    return {"clientRequestAction": action, "keyInformation": dict(information)}


@dataclass(frozen=True)
class KeyRow:
    """
    A key as an answer shows it.

    Args:
        added: The outputs: id, secret and expiry, each where the answer has it; an id that is not usable is left out.
        failure: Why the platform did not create the key, where an answer that looks like success says so.
        flaw: What the answer lacks, to follow "its answer has"; None where it has a usable id.
    """

    added: Mapping[str, str] = field(repr=False)
    failure: str | None
    flaw: str | None


def read_key(answer: object) -> KeyRow:
    """The key in *answer*."""
    found = answer.get("keyInformation") if isinstance(answer, Mapping) else None
    information = found if isinstance(found, Mapping) else {}
    flaw = flaw_of(information.get("keyId"))
    added = {
        "keyId": None if flaw else information.get("keyId"),
        "key": information.get("key"),
        "expirationDate": read_moment(information.get("expirationDate")),
    }
    return KeyRow(
        added={name: value for name, value in added.items() if isinstance(value, str) and value},
        failure=_failure(information),
        flaw=(f"a keyId {flaw}" if flaw else None) if information else "no key",
    )


def _failure(information: Mapping[str, object]) -> str | None:
    error = information.get("errorInformation")
    reason = error.get("reason") if isinstance(error, Mapping) else None
    failed = str(information.get("status", "")).upper() == "FAILED"
    return str(information.get("message") or reason or "FAILED") if failed or reason else None
