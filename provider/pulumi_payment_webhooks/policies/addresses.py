"""
The rules about URLs that a platform calls: https, and which hosts. Pure: no I/O, no name is looked up.

No message repeats a URL or a part of it: a program may have marked it secret, and the engine does not pass
that mark on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import SplitResult, urlsplit

from .. import net
from ..reconcile.declare.declaration import UNKNOWN, Path
from ..reconcile.declare.meaning import Role
from ..reconcile.declare.shapes import shape_of
from ..wording import Sentence, Words, few
from .checked_resource import CheckedResource, walk
from .parameters import allowed_texts
from .rule import Look, PolicyRule, RuleResult, Values, unclear, violation

_NAME = re.compile(r"(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def judge_https(look: Look, _: Values) -> Iterator[RuleResult]:
    """Each URL must be https, unless it leads to the machine itself."""
    for one in look.resources:
        called = [path for path, field in walk(shape_of(one.type.declaration)) if field.called]
        yield from _judge(one, called, _is_https, "must be https")


def judge_hosts(look: Look, values: Values) -> Iterator[RuleResult]:
    """Each URL that gets notifications or pings must lead to an allowed host."""
    if values["hosts"] is None:
        return
    allowed = [net.usual_spelling(one) for one in values["hosts"]]
    reason = Sentence("its host is not allowed; allowed: {}", few(allowed, room=80))

    def is_allowed(url: SplitResult) -> bool:
        host = net.usual_spelling(url.hostname or "")
        return any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in allowed)

    for one in look.resources:
        yield from _judge(one, [(field.wire,) for field in one.fields(Role.ADDRESS)], is_allowed, reason)


def _judge(
    resource: CheckedResource, paths: Iterable[Path], is_fine: Callable[[SplitResult], bool], reason: Words
) -> Iterator[RuleResult]:
    for path in paths:
        value = resource.at(path)
        if value is UNKNOWN:
            yield unclear(resource, path)
        elif isinstance(value, str) and value and not _holds(is_fine, value):
            yield violation(resource, path, reason)


def _holds(is_fine: Callable[[SplitResult], bool], url: str) -> bool:
    try:
        return is_fine(urlsplit(url))
    except ValueError:
        return False


def _is_https(url: SplitResult) -> bool:
    return url.scheme == "https" or net.is_loopback(url.hostname or "")


def _insist_on_host(value: str) -> None:
    if not _NAME.fullmatch(value) and net.address_of(value) is None:
        raise ValueError(f"{value!r} is not a host, such as hooks.example.com or *.example.com")


HTTPS = PolicyRule("https", "The platform calls https URLs only; localhost is exempt.", judge_https)

ALLOWED_HOSTS = PolicyRule(
    "allowed-hosts",
    "Notifications are sent to allowed hosts only.",
    judge_hosts,
    parameters=(
        allowed_texts(
            "hosts",
            "Hosts of notification and health check URLs; `*.example.com` stands for each host below example.com",
            otherwise="every host is allowed",
            each=_insist_on_host,
        ),
    ),
)
