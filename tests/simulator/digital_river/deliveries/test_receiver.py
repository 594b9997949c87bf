"""What the simulated platform sends, read by the receiver that programs use."""

from __future__ import annotations

from contextlib import suppress
from itertools import product
from typing import Any

import pytest

from pulumi_payment_webhooks.digital_river.notifications import Event, Receiver, Unverified


def received(heard: Any, *secrets: str) -> Event:
    """The event in what was heard, for a receiver that has *secrets*."""
    return Receiver(secrets=secrets).verify(heard.body, heard.headers)


@pytest.mark.parametrize("unit", ["seconds", "milliseconds", "iso"])
@pytest.mark.parametrize("fields", ["samples", "spec"])
def test_delivery_is_verified_in_every_form(simulator: Any, ear: Any, listen: Any, unit: str, fields: str) -> None:
    """
    Where sources are silent or disagree, the receiver accepts each form.
    """
    id = listen()
    simulator.turn(signature_unit=unit, event_fields=fields)
    simulator.emit("order.accepted", {"id": "1", "total": 10.5})
    simulator.settle()

    event = received(ear.heard[0], simulator.secret_of(id))

    assert (event.id, event.type) == (simulator.events[0].id, "order.accepted")
    assert (event.object, event.live_mode) == ({"id": "1", "total": 10.5}, False)


@pytest.mark.parametrize("order", ["newest_first", "oldest_first"])
def test_either_secret_suffices_during_a_rotation(simulator: Any, ear: Any, listen: Any, order: str) -> None:
    """
    The platform signs with both secrets, and a receiver needs one of them, in whichever order they come.
    """
    id = listen()
    simulator.turn(signature_order=order)
    old = simulator.secret_of(id)
    new = simulator.rotate_secret(id, "1_hour")
    simulator.emit("order.accepted")
    simulator.settle()

    assert received(ear.heard[0], old) == received(ear.heard[0], new) == received(ear.heard[0], new, old)


def test_expired_secret_is_refused(simulator: Any, ear: Any, listen: Any) -> None:
    """
    After the overlap, only the new secret is good.
    """
    id = listen()
    old = simulator.secret_of(id)
    simulator.rotate_secret(id, "immediately")
    simulator.emit("order.accepted")
    simulator.settle()

    assert received(ear.heard[0], simulator.secret_of(id)).type == "order.accepted"
    with pytest.raises(Unverified):
        received(ear.heard[0], old)


def test_secret_of_another_webhook_is_refused(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Each webhook has its own secret, and both deliveries are of one event.
    """
    first, second = listen(), listen()
    simulator.emit("order.accepted")
    simulator.settle()
    secrets = [simulator.secret_of(id) for id in (first, second)]

    verified = []
    for heard, secret in product(ear.heard, secrets):
        with suppress(Unverified):
            verified.append(received(heard, secret).content_id)

    assert verified == [simulator.events[0].id] * 2


def test_retry_is_another_delivery_of_the_same_event(simulator: Any, ear: Any, listen: Any) -> None:
    """
    A receiver that handles each content id once handles a replayed event once.
    """
    id = listen()
    simulator.emit("order.accepted")
    simulator.settle()
    simulator.replay(simulator.deliveries[0].id)
    simulator.settle()

    events = [received(heard, simulator.secret_of(id)) for heard in ear.heard]

    assert len({one.content_id for one in events}) == 1
    assert len(events) == 2


def test_global_commerce_is_read(simulator: Any, ear: Any, listen: Any) -> None:
    """
    Events of the other console are verified and typed the same way.
    """
    simulator.turn(profile="gc")
    id = listen(types=["subscription.renewed"], enabled=True)
    simulator.emit("subscription.renewed")
    simulator.settle()

    assert received(ear.heard[0], simulator.secret_of(id)).type == "subscription.renewed"
