"""
The resources of this package in a state that `pulumi stack export` prints. Pure: no I/O, and no secret is kept.

An export holds secrets as ciphertext, or in clear if it was asked for that: both are dropped, and `SECRET` stands in
their place. Nothing is decrypted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from ..pulumi_names import name_in
from ..registry import resource_type_of
from ..wording import SECRET_TEXT

if TYPE_CHECKING:
    from ..reconcile.resource import ResourceType

_SIGNATURE = "4dabf18193072939515e22adb298388d"
_MARK = "1b47061264138c4ac30d75fd1eb44270"
_HIDDEN = "__"

DEEPEST = 50
"""Levels of a value: no declaration has as many, and code that walks through values might not end."""


class SecretType(Enum):
    """The type of :data:`SECRET`."""

    SECRET = SECRET_TEXT

    def __repr__(self) -> str:
        return self.value

    __str__ = __repr__


SECRET = SecretType.SECRET
"""In place of a secret: nothing is known of its value, so that two of them are neither equal nor different."""


class NotAState(ValueError):
    """A text is not what `pulumi stack export` prints."""


@dataclass(frozen=True)
class Managed:
    """
    A resource of this package in the state of a stack.

    Args:
        type: Its resource type.
        urn: Its URN.
        id: The platform's id of the object.
        inputs: What the program declares, in normal form.
        outputs: The same, and what the platform added, when the stack last looked.
        account: Name of the account in which it was created; empty where the state does not say it.
    """

    type: ResourceType
    urn: str
    id: str
    inputs: Mapping[str, object] = field(repr=False)
    outputs: Mapping[str, object] = field(repr=False)
    account: str = ""

    @property
    def name(self) -> str:
        """Its name in the program."""
        return name_in(self.urn)


def read_state(text: str | bytes) -> Sequence[Managed]:
    """
    The resources of this package that a stack manages, in the order of the state.

    Resources that the stack only reads, and those that wait for their deletion after a replacement, are left out.

    Raises:
        NotAState: *text* is not what `pulumi stack export` prints.
    """
    return tuple(_managed(resources_in(text)))


def resources_in(text: str | bytes) -> Sequence[Mapping[str, object]]:
    """
    Every resource in a state, as it is exported.

    Raises:
        NotAState: *text* is not what `pulumi stack export` prints.
    """
    try:
        export = json.loads(text)
    except (ValueError, RecursionError):
        raise NotAState("it is not complete JSON") from None
    deployment = export.get("deployment") if isinstance(export, dict) else None
    if deployment is None and isinstance(export, dict) and "deployment" in export:
        return ()
    if not isinstance(deployment, dict):
        raise NotAState("it has no deployment: it is not what `pulumi stack export` prints")
    resources = deployment.get("resources") or []
    if not isinstance(resources, list) or not all(isinstance(one, dict) for one in resources):
        raise NotAState("the form of its resources is unknown")
    return resources


def is_secret(value: object) -> bool:
    """Whether *value* is a secret as Pulumi writes it into JSON: an object that names itself so."""
    return isinstance(value, dict) and value.get(_SIGNATURE) == _MARK


def without_secrets(value: object, depth: int = 0) -> Any:
    """
    *value* of a state, with `SECRET` in place of each secret.

    Raises:
        NotAState: It has more levels than `DEEPEST`.
    """
    if depth > DEEPEST:
        raise NotAState("a value is nested too deeply")
    if is_secret(value):
        return SECRET
    if isinstance(value, dict):
        return {key: without_secrets(one, depth + 1) for key, one in value.items()}
    return [without_secrets(one, depth + 1) for one in value] if isinstance(value, list) else value


def _managed(resources: Sequence[Mapping[str, Any]]) -> Iterator[Managed]:
    from ..reconcile.decide.states import ACCOUNT

    for one in resources:
        token = one.get("type")
        found = resource_type_of(token) if isinstance(token, str) else None
        if found is None or one.get("delete") or one.get("external"):
            continue
        urn, id = _text(one, "urn"), _text(one, "id")
        inputs, outputs = _bag(one, "inputs"), _bag(one, "outputs")
        account = (one.get("outputs") or {}).get(ACCOUNT)
        yield Managed(found, urn, id, inputs, outputs, account if isinstance(account, str) else "")


def _text(resource: Mapping[str, object], name: str) -> str:
    value = resource.get(name, "")
    if not isinstance(value, str):
        raise NotAState(f"a resource has no {name}")
    return value


def _bag(resource: Mapping[str, object], name: str) -> dict[str, Any]:
    bag = resource.get(name) or {}
    if not isinstance(bag, dict):
        raise NotAState(f"the form of the {name} of a resource is unknown")
    return {key: without_secrets(value) for key, value in bag.items() if not key.startswith(_HIDDEN)}
