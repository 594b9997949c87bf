"""
Runs that are killed after the platform has accepted a change: the next `up` ends with one object per declaration.
"""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, diagnostics, program, resource, urn
from tests.engine.cybersource.shop import Shop
from tests.engine.project import PATIENCE, interrupt

UP = "pulumi up --yes --skip-preview"
BOTH = {**TOKENS["products"], "customerInvoicing": ["invoicing.customer.invoice.paid"]}
TOOK = {**LINKS["products"], "customerInvoicing": ["invoicing.customer.invoice.paid"]}
LATE = 8.0
"""Seconds after which the answer to a change comes: nobody is there any more."""


def declare(shop: Shop, *lines: str) -> None:
    shop.project.write(program(*lines))


def _children(pid: int) -> Iterator[int]:
    """The processes that *pid* has started, and theirs."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == pid:
            child = int(stat.parent.name)
            yield child
            yield from _children(child)


def _is_provider(pid: int) -> bool:
    try:
        return b"pulumi.dynamic" in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def killed(shop: Shop, victim: str, accepted: Callable[[], bool], command: str = UP) -> None:
    """
    Kill the engine, or its provider process, in the middle of *command*, as soon as the platform has *accepted*.

    The victim "patience" is somebody who types Ctrl-C twice.
    """
    with subprocess.Popen(
        shlex.split(command),
        cwd=shop.project.folder,
        env=shop.project.cold.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if victim == "patience" else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    ) as run:
        while not accepted():
            with pytest.raises(subprocess.TimeoutExpired):
                run.wait(0.05)
        if victim == "patience":
            _interrupt_twice(run)
        children = list(_children(run.pid))
        for pid in [run.pid, *children] if victim == "engine" else [one for one in children if _is_provider(one)]:
            _kill(pid)
    shop.platform.faults.clear()
    if victim == "engine":
        shop.project.run("pulumi cancel --yes")


def _interrupt_twice(run: subprocess.Popen[bytes]) -> None:
    interrupt(run)  # The engine hears the second one only once it has dealt with the first.
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=PATIENCE)


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


VICTIMS = pytest.mark.parametrize("victim", ["engine", "provider"])


@VICTIMS
def test_killed_create(victim: str, shop: Shop) -> None:
    """
    A subscription whose creation nobody heard of is taken over by the next `up` of a program that adopts.
    """
    shop.platform.fail("slow", method="POST", stored=True, seconds=LATE)
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS, adopt_existing=True))
    killed(shop, victim, lambda: bool(shop.held))
    shop.up()

    assert shop.stored()["id"] == shop.subscription.webhook_id
    assert shop.rest() == ""


def test_killed_create_without_adoption(shop: Shop) -> None:
    """
    Without adoption the next `up` fails with the id and the way to take it over, and there is still only one.
    """
    shop.platform.fail("slow", method="POST", stored=True, seconds=LATE)
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS))
    killed(shop, "provider", lambda: bool(shop.held))
    said = diagnostics(shop.project.fail(UP))

    assert f"{shop.subscription.webhook_id} holds tokenManagement" in said
    assert "set adopt_existing" in said


@VICTIMS
def test_killed_rename(victim: str, shop: Shop) -> None:
    """
    A rename that was killed when the new name had taken over leaves one subscription, under the new name.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS))
    shop.up()
    id = shop.subscription.webhook_id
    declare(shop, resource(SUBSCRIPTION, "refunds", **{**TOKENS, "name": "Refunds"}, adopt_existing=True))
    shop.platform.fail("slow", method="PATCH", stored=True, seconds=LATE)
    killed(shop, victim, lambda: shop.subscription.name == "Refunds")
    shop.up()

    assert (shop.stored()["id"], shop.subscription.webhook_id) == (id, id)
    assert shop.rest() == ""


@VICTIMS
def test_killed_replacement(victim: str, shop: Shop) -> None:
    """
    A replacement that was killed when the old subscription was gone leaves one new subscription.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS))
    shop.up()
    shop.platform.fail("slow", method="DELETE", stored=True, seconds=LATE)
    killed(shop, victim, lambda: not shop.held, f"{UP} --replace {urn(SUBSCRIPTION, 'orders')}")
    shop.project.run(f"{UP} --refresh")

    assert shop.stored()["id"] == shop.subscription.webhook_id
    assert shop.rest() == ""


@VICTIMS
@pytest.mark.parametrize("at", ["giver", "taker"])
def test_killed_move(at: str, victim: str, shop: Shop) -> None:
    """
    A product that was on its way from one subscription to another is with the other after the next `up`.
    """
    orders = {**TOKENS, "products": BOTH}
    declare(shop, resource(SUBSCRIPTION, "orders", **orders), resource(SUBSCRIPTION, "links", **LINKS))
    shop.up()
    giver, taker = shop.held
    declare(
        shop,
        resource(SUBSCRIPTION, "orders", **TOKENS),
        resource(SUBSCRIPTION, "links", **{**LINKS, "products": TOOK}),
    )
    late, products = (giver, 1) if at == "giver" else (taker, 2)
    shop.platform.fail("slow", method="PATCH", path=late.webhook_id, stored=True, seconds=LATE, count=2)
    killed(shop, victim, lambda: len(late.products) == products)
    shop.up()

    assert {one.name: len(one.products) for one in shop.held} == {"Tokens": 1, "Links": 2}
    assert shop.rest() == ""


def test_killed_key(shop: Shop) -> None:
    """
    After a kill that lost a new key's secret the next `up` names it and creates another.
    """
    shop.platform.requests.clear()
    before = len(shop.platform.keys)
    shop.platform.fail("slow", method="POST", stored=True, seconds=LATE)
    declare(shop, resource("DigitalSignatureKey", "key"))
    killed(shop, "engine", lambda: len(shop.platform.keys) > before)
    said = diagnostics(shop.up())

    assert list(shop.platform.keys)[-1].key_id == shop.stored("DigitalSignatureKey")["id"]
    assert "DigitalSignatureKey::key, interrupted while creating" in said


@pytest.mark.parametrize("victim", ["engine", "patience"])
def test_interrupted_destroy_of_a_subscription(victim: str, shop: Shop) -> None:
    """
    After an interrupted delete no `up` reports "unchanged": it stops with the remedy, which creates it again.
    """
    declare(shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS))
    shop.up()
    gone = next(one["id"] for one in shop.project.resources(SUBSCRIPTION) if one["urn"].endswith("::orders"))
    shop.platform.fail("slow", method="DELETE", stored=True, seconds=LATE)
    killed(
        shop,
        victim,
        lambda: len(shop.held) == 1,
        f"pulumi destroy --yes --skip-preview --target {urn(SUBSCRIPTION, 'orders')}",
    )
    said = [diagnostics(shop.project.fail(command)) for command in ("pulumi preview", UP)]
    shop.project.run(f"{UP} --refresh")

    assert [f"{gone} does not exist at " in one and "run `pulumi up --refresh`" in one for one in said] == [True, True]
    assert sorted(one["id"] for one in shop.project.resources(SUBSCRIPTION)) == sorted(
        one.webhook_id for one in shop.held
    )
    assert (len(shop.held), shop.rest()) == (2, "")


@pytest.mark.parametrize(
    ("kind", "arguments", "field"),
    [
        ("RetryPolicy", {"interval": 9}, "interval"),
        (
            "OAuthSecurityConfig",
            {"config": {"oauth_url": "https://login.example.com/token"}, "credentials": "kept"},
            "security_type",
        ),
    ],
)
def test_interrupted_destroy_of_a_policy(kind: str, arguments: dict[str, Any], field: str, shop: Shop) -> None:
    """
    A policy that an interrupted delete has reset is a warning with its field, and `up --refresh` restores it.
    """
    declare(
        shop, resource(SUBSCRIPTION, "orders", **TOKENS), resource(kind, "part", "subscription=orders", **arguments)
    )
    shop.up()
    sent = len(shop.sent)
    shop.platform.fail("slow", method="PATCH", stored=True, seconds=LATE)
    killed(
        shop,
        "engine",
        lambda: len(shop.sent) > sent,
        f"pulumi destroy --yes --skip-preview --target {urn(kind, 'part')}",
    )
    said = diagnostics(shop.project.run(UP))
    shop.project.run(f"{UP} --refresh")

    assert f"part: differs at the platform in {field}; run `pulumi up --refresh`; see" in said
    assert shop.rest() == ""
