"""
Exports of stacks, in the form in which the real engine (3.259) writes them.
"""

import json
from collections.abc import Mapping
from typing import Any

SIGNED = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
SUBSCRIPTION = "cybersource:WebhookSubscription"
WEBHOOK = "digital_river:Webhook"


def ciphertext(text: str = "v1:5zVzPaHHoOj9BnpR:d0lYpV9fLdVKVJdEqpHY") -> dict[str, str]:
    """
    A secret, as an export has it.
    """
    return {**SIGNED, "ciphertext": text}


def plaintext(value: Any) -> dict[str, str]:
    """
    A secret, as an export with `--show-secrets` has it.
    """
    return {**SIGNED, "plaintext": json.dumps(value)}


def resource(kind: str, name: str, /, *, outputs: Mapping[str, Any] | None = None, **inputs: Any) -> dict[str, Any]:
    """
    A resource of this package; its inputs are among its outputs.
    """
    token = f"pulumi-python:dynamic/{kind}"
    common = {"__provider": "Y3B1bHVtaV9wYXltZW50X3dlYmhvb2tzLmR5bmFtaWMK", **inputs}
    return {
        "urn": f"urn:pulumi:dev::shop::{token}::{name}",
        "custom": True,
        "id": f"id-of-{name}",
        "type": token,
        "inputs": common,
        "outputs": {"__account": "127.0.0.1:32973/shop", **common, **(outputs or {})},
        "parent": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
    }


def export(*resources: Mapping[str, Any]) -> str:
    """
    What `pulumi stack export` prints for a stack with *resources*.
    """
    stack = {
        "urn": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev",
        "custom": False,
        "type": "pulumi:pulumi:Stack",
    }
    provider = {
        "urn": "urn:pulumi:dev::shop::pulumi:providers:pulumi-python::default",
        "custom": True,
        "id": "6b6b6e5a-d14b-4ec2-9e1e-83c4d259c118",
        "type": "pulumi:providers:pulumi-python",
        "inputs": {"payment-webhooks:cybersourceSharedSecret": ciphertext()},
    }
    return json.dumps({"version": 3, "deployment": {"resources": [stack, provider, *resources]}}, indent=4)


def provider(name: str, inputs: Mapping[str, Any], type: str = "pulumi:providers:pulumi-python") -> dict[str, Any]:
    """
    A provider that a program declares.
    """
    return {
        "urn": f"urn:pulumi:dev::shop::{type}::{name}",
        "custom": True,
        "id": "0c0b2f8a-3a55-4c3e-9d5c-0d4b0f0a1b2c",
        "type": type,
        "inputs": dict(inputs),
        "outputs": dict(inputs),
    }
