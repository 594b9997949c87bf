"""
A policy pack for Pulumi: what a platform team can require of the webhooks of every stack.

The folder of a pack holds a `PulumiPolicy.yaml` and an `__main__.py` that calls :func:`pack`. Rules only read
declarations: they send nothing, and load neither httpx nor the provider. ``pulumi-policy`` is loaded when the pack
starts.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .catalogue import Level, choose, insist_on_own_names
from .parameters import Misconfigured

if TYPE_CHECKING:
    from pulumi_policy import Policy

__all__ = ["Level", "pack"]


def pack(
    rules: Mapping[str, Level | Mapping[str, object]] | None = None,
    *,
    level: Level = "advisory",
    name: str = "payment-webhooks",
    policies: Sequence[Policy] = (),
) -> None:
    """
    Serve the policy pack until the engine ends it.

    Args:
        rules: By the name of a rule: a level, or a mapping of parameters, in which `enforcementLevel` is the level.
            The file of `--policy-pack-config` has the same form, and takes precedence.
        level: Level of the rules for which no level is given.
        name: Name of the pack in results.
        policies: Further policies of the pack, such as your own.

    Raises:
        SystemExit: The rules cannot be read, a name cannot be used, or ``pulumi-policy`` is not installed; the text
            says why.
    """
    try:
        chosen = choose(rules or {}, level)
        insist_on_own_names(name, [one.name for one in policies])
    except Misconfigured as error:
        sys.exit(f"payment-webhooks: policy pack: {error}")
    try:
        from .serving import serve
    except ModuleNotFoundError as error:
        if error.name != "pulumi_policy":
            raise
        sys.exit("payment-webhooks: the policy pack needs pulumi-policy: pip install pulumi-payment-webhooks[policy]")
    serve(chosen, name=name, policies=policies)
