"""
What an account cannot do with what a program declares: the limits of its mode and of its profile. Pure: no I/O.

Source: the form of the Dashboard, which wants https under OAUTH; the page "Webhook service" of Global Commerce; and the
page "Event types" for what test mode does not have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from ...pages import see
from ...reconcile.declare.declaration import Problem
from ...wording import FieldName, Sentence, few
from ..rules.event_types import LIVE_ONLY
from ..rules.profiles import GC, TEST
from ..rules.versions import DEFAULT
from ..rules.words import OAUTH
from .settings import MODE, PROFILE, DigitalRiverSettings

_SECRETS = see("reference/digital-river#signing-secrets")
_TRANSPORT = FieldName("transportType")


def refused(inputs: Mapping[str, object], settings: DigitalRiverSettings) -> Iterator[Problem]:
    """Why the account of *settings* cannot have what *inputs* describe, which may hold unknown values."""
    if "webhook" in inputs:
        yield from _revealed_by_hand(inputs, settings)
        return
    if settings.profile == GC:
        yield from _without_versions(inputs)
    else:
        yield from _https_with_oauth(inputs)
    if settings.mode == TEST:
        yield from _live_only(inputs)


def _revealed_by_hand(inputs: Mapping[str, object], settings: DigitalRiverSettings) -> Iterator[Problem]:
    if not settings.is_gc and "existingSecret" not in inputs:
        reason = (
            "is required: the API has no requests for secrets; reveal and rotate it in the console, and give it here"
        )
        yield Problem(("existingSecret",), f"{reason}; {_SECRETS}")


def _without_versions(inputs: Mapping[str, object]) -> Iterator[Problem]:
    version = inputs.get("apiVersion")
    if isinstance(version, str) and version != DEFAULT:
        yield Problem(("apiVersion",), f"is not a choice of Global Commerce: remove it, or unset {PROFILE.name}")


def _https_with_oauth(inputs: Mapping[str, object]) -> Iterator[Problem]:
    if inputs.get("transportType") != OAUTH:
        return
    oauth = inputs.get("oauth")
    token_end_point = oauth.get("tokenEndPoint") if isinstance(oauth, Mapping) else None
    for path, url in ((("address",), inputs.get("address")), (("oauth", "tokenEndPoint"), token_end_point)):
        if isinstance(url, str) and urlsplit(url).scheme != "https":
            reason = "must be an https URL with {} OAUTH: write one, or use HTTP"
            yield Problem(path, Sentence(reason, _TRANSPORT))


def _live_only(inputs: Mapping[str, object]) -> Iterator[Problem]:
    types = inputs.get("types")
    if isinstance(types, Mapping) and (found := sorted(LIVE_ONLY & types.keys())):
        reason = f"{{}}: only live webhooks can have that, and {MODE.name} is {TEST}: remove it"
        yield Problem(("types",), Sentence(reason, few(found)))
