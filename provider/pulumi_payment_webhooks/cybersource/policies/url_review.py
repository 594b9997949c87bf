"""
Which changes of URLs the platform reviews, and what that means for deliveries. Pure: no I/O.

Source: the vendor's webhook guide, 26.7.01: the webhook, health check and OAuth URL of a subscription are reviewed when
they are new to the platform. It does not say what happens meanwhile to notifications that are being retried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...net import same_url
from ...pages import see
from ...reconcile.declare.declaration import Problem
from ...reconcile.ports import Advice
from ...wording import FieldName, Sentence, group

REVIEWED = ("healthCheckUrl", "securityPolicy.config.oAuthURL", "webhookUrl")
"""The URLs of a subscription that the platform reviews, by dotted wire path."""

_PAGE = see("how-to/change-a-url")
_FIELDS = 40
"""Characters for the names of URLs in a message."""


def warn_of_review(urls: Iterable[str]) -> Iterator[Advice]:
    """That the URLs at dotted wire paths are about to be reviewed."""
    effect = "changed: 1 to 2 business days of review without delivery (retries: not documented)"
    for fields in group(map(FieldName, urls), room=_FIELDS):
        yield Advice(Problem((), Sentence("{} {}; {}", fields, effect, _PAGE)))


def find_changed_urls(inputs: Mapping[str, object], olds: Mapping[str, object], urls: Iterable[str]) -> list[str]:
    """Those of *urls* that have another value in *inputs* than in *olds*, both in normal form; not those that go."""
    return [url for url in urls if _is_url(_at(inputs, url)) and _at(inputs, url) != _at(olds, url)]


def find_new_urls(present: Mapping[str, object], inputs: Mapping[str, object], urls: Iterable[str]) -> list[str]:
    """Those of *urls* that the platform does not have already, by what is *present* there, in normal form."""
    return [url for url in urls if not same_url(_at(present, url), _at(inputs, url))]


def _is_url(value: object) -> bool:
    return isinstance(value, str) and value != ""


def _at(value: object, path: str) -> object:
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
