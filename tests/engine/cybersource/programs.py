"""
Programs of several resources, and what commands say about them. Knows the classes that programs write by name only.
"""

from __future__ import annotations

from typing import Any

from tests.engine.project import NAME, STACK, Ran

HEAD = "import pulumi\nfrom pulumi_payment_webhooks import cybersource\n"
TOKENS: dict[str, Any] = {
    "name": "Tokens",
    "products": {"tokenManagement": ["tms.networktoken.updated"]},
    "webhook_url": "https://hooks.example.com/tokens",
}
"""A subscription to a product of which nothing is encrypted."""
LINKS: dict[str, Any] = {
    "name": "Links",
    "products": {"payByLink": ["payByLink.customer.payment"]},
    "webhook_url": "https://hooks.example.com/links",
}
"""Another one."""
CONFIG = {"oauth_url": "https://login.example.com/token"}
SUBSCRIPTION = "WebhookSubscription"
CREDENTIALS = "OAuthCredentials"


def resource(kind: str, called: str, more: str = "", /, **arguments: Any) -> str:
    """
    Return a line that declares a resource and names its object after it.

    Args:
        kind: Name of the class.
        called: Name of the resource.
        more: Further arguments, as source text.
        arguments: Arguments, as plain values.
    """
    words = [repr(called), *(f"{key}={value!r}" for key, value in arguments.items()), *([more] if more else [])]
    return f"{called.replace('-', '_')} = cybersource.{kind}({', '.join(words)})\n"


def options(source: str) -> str:
    """
    Return the argument that gives resource options, as source text.
    """
    return f"opts=pulumi.ResourceOptions({source})"


def program(*lines: str) -> str:
    """
    Return a program of *lines*, imports included.
    """
    return HEAD + "".join(lines)


def diagnostics(ran: Ran) -> str:
    """
    Return the Diagnostics sections of what a command printed, one for each phase; empty where there is none.
    """
    sections = ran.out.split("Diagnostics:")[1:]
    return "".join(one.partition("\nResources:")[0].partition("\nOutputs:")[0] for one in sections)


def urn(kind: str, name: str) -> str:
    """
    Return the URN of a resource of the tests' stack.
    """
    return f"urn:pulumi:{STACK}::{NAME}::pulumi-python:dynamic/cybersource:{kind}::{name}"
