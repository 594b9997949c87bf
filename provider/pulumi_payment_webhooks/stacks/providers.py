"""
The accounts that the `Provider` resources of a stack describe, from what `pulumi stack export` prints. Pure: no I/O.

Nothing is decrypted here: the credentials are in an export with `--show-secrets`, and stay in this process.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ..pulumi_names import PROVIDER, is_default_provider, name_in
from ..settings.mechanism import NAMESPACE
from .state import is_secret, resources_in

_OURS = f"{NAMESPACE}:"


def provider_settings(text: str) -> Mapping[str, Mapping[str, object]]:
    """
    The settings of each `Provider` in a state by its name, under their full keys; without what is not in clear.

    Raises:
        NotAState: *text* is not what `pulumi stack export` prints.
    """
    return dict(_providers(text))


def _providers(text: str) -> Iterator[tuple[str, Mapping[str, object]]]:
    for one in resources_in(text):
        name, inputs = name_in(str(one.get("urn"))), one.get("inputs")
        if (
            one.get("type") != PROVIDER
            or is_default_provider(name)
            or one.get("delete")
            or not isinstance(inputs, dict)
        ):
            continue
        known = {key: _in_clear(value) for key, value in inputs.items() if key.startswith(_OURS)}
        if known:
            yield name, {key: value for key, value in known.items() if value is not None}


def _in_clear(value: Any) -> Any:
    """*value*, or what a secret holds; None where it is encrypted."""
    if not is_secret(value):
        return value
    try:
        return json.loads(value["plaintext"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
