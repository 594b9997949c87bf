"""
Signing secrets as answers show them, read once into rows. No I/O here.

The vendor published no operation for secrets, so the shape of these answers is an assumption; the simulator has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .paths import is_id


@dataclass(frozen=True)
class SecretRow:
    """
    One signing secret in an answer.

    Args:
        id: The platform's id.
        token: The secret; empty where the answer does not reveal it.
        created: When it was created, ISO 8601.
        expires: When it expires, ISO 8601; None for the current one.
    """

    id: str
    token: str = field(repr=False)
    created: str
    expires: str | None


def read_secret(answer: object) -> SecretRow:
    """
    The secret in *answer*.

    Raises:
        ValueError: There is none; the text follows "answered".
    """
    if not isinstance(answer, Mapping) or not is_id(answer.get("id")):
        raise ValueError("without the id of a secret")
    token, created, expires = (answer.get(name) for name in ("token", "createdTime", "expiresTime"))
    return SecretRow(
        id=answer["id"],
        token=token if isinstance(token, str) else "",
        created=created if isinstance(created, str) else "",
        expires=expires if isinstance(expires, str) else None,
    )


def read_secrets(answer: object) -> Sequence[SecretRow]:
    """
    The valid secrets in the answer to a request for all: the current one first.

    Raises:
        ValueError: It is not a list of secrets, or none of them is current; the text follows "answered".
    """
    rows = answer.get("data") if isinstance(answer, Mapping) else answer
    if not isinstance(rows, list):
        raise ValueError("with something that is not a list of secrets")
    read = sorted(map(read_secret, rows), key=lambda row: (row.expires is not None, row.expires))
    if not read or read[0].expires is not None:
        raise ValueError("without a current secret")
    return read
