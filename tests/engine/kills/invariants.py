"""
What has to be true after the documented recovery. Each function returns what is not, in words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.engine.kills.operations import CANARY, Operation, found, secrets_declared, secrets_on_file
from tests.engine.kills.stage import Scene
from tests.engine.project import Ran

from pulumi_payment_webhooks.simulator.cybersource.egress_keys import EgressKey

KEYS = {
    "sharedSecret": "DigitalSignatureKey",
    "oAuthClientCredentials": "OAuthCredentials",
    "publickey": "MessageEncryptionCertificate",
}
LEFT = re.compile(r"\[diff:|^ *[-+~]+ +pulumi-python.*(create|update|delete|replace)", re.MULTILINE)


@dataclass(frozen=True)
class Aftermath:
    """
    What an operation and its recovery have left behind.

    Args:
        scene: The project and the platform.
        operation: What was interrupted.
        printed: Everything that all commands have printed.
        preview: The last preview, which looks at the platform first.
        before: The ids of the keys that the platform held before.
    """

    scene: Scene
    operation: Operation
    printed: str
    preview: Ran
    before: frozenset[str]


def violations(after: Aftermath) -> Iterator[str]:
    """
    Yield everything that does not hold.
    """
    yield from _objects(after)
    yield from _preview(after)
    yield from _state(after)
    yield from _secrets(after)
    yield from _lost_keys(after)


def _objects(after: Aftermath) -> Iterator[str]:
    names, held = found(after.scene.platform, after.operation)
    if names != sorted(after.operation.held):
        yield f"the platform holds {names}, not {sorted(after.operation.held)}"
    elif held != dict(after.operation.held):
        yield f"the platform holds {held}, not {dict(after.operation.held)}"
    ids = {one["id"] for one in after.scene.project.resources("WebhookSubscription")}
    there = {one.webhook_id for one in after.scene.platform.subscriptions}
    if ids != there:
        yield f"the state knows the subscriptions {sorted(ids)}, the platform {sorted(there)}"
    if after.operation.credentials is None:
        return
    if secrets_on_file(after.scene.platform) != secrets_declared(after.operation.credentials):
        yield "the platform uses other secrets than those that are declared"


def _preview(after: Aftermath) -> Iterator[str]:
    if after.preview.code:
        yield f"the preview fails: {after.preview.text}"
    elif left := LEFT.search(after.preview.out):
        yield f"the preview is not empty: {left[0].strip()}"
    if "pending operation" in after.preview.text:
        yield "the preview warns of pending operations"


def _state(after: Aftermath) -> Iterator[str]:
    try:
        stack = after.scene.project.stack()
    except (ValueError, KeyError, OSError) as problem:
        yield f"the state cannot be read: {problem}"
        return
    for pending in stack.get("pending_operations") or []:
        yield f"the state has a pending operation: {pending['type']} {pending['resource']['urn']}"
    for one in stack.get("resources") or []:
        if one.get("delete"):
            yield f"the state has a resource that is still to be deleted: {one['urn']}"
        if one.get("initErrors"):
            yield f"the state has a resource that is not complete: {one['urn']}"


def _secrets(after: Aftermath) -> Iterator[str]:
    platform = after.scene.platform
    secrets = {CANARY, platform.shared_secret, *(key.secret for key in platform.keys if key.secret)}
    places = {"the state": after.scene.project.state_file, "what was printed": after.printed}
    for place, text in places.items():
        if any(secret in text for secret in secrets):
            yield f"{place} shows a secret"


def _lost_keys(after: Aftermath) -> Iterator[str]:
    known = set(_texts(after.scene.project.stack()))
    kept = after.before | known
    for key in after.scene.platform.keys:
        if key.key_id in kept:
            continue
        if not key.superseded:
            yield f"a {key.key_type} is in use that no state knows"
        if not _is_reported(key, after.printed):
            yield f"a {key.key_type} was lost, and no message says so"


def _is_reported(key: EgressKey, printed: str) -> bool:
    """
    Whether a line says that something went wrong with the resource that would have held *key*.

    It is a failed row, an error, or a row in the list of interrupted operations.
    """
    kind = KEYS[key.key_type]
    interrupted = rf"^(creating|updating) +urn:\S+:{kind}::|:{kind} .*(error: |failed|\(interrupted\))"
    return re.search(interrupted, printed, re.MULTILINE) is not None


def _texts(value: Any) -> Iterable[str]:
    return re.findall(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", json.dumps(value))
