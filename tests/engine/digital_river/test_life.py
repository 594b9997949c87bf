"""
The life of a webhook of Digital River on the real engine, from the first `pulumi up` to `pulumi destroy`.
"""

import json
import re
from typing import Any

from tests.engine.digital_river.stack import BASIC, HOOK, LARGEST_STATE, TOKENS, WEBHOOK, Stack, hook

SECRETS = ("basic-4711", "client-4711", "oauth-4711")
OAUTH: dict[str, Any] = {"transport_type": "OAUTH", "oauth": TOKENS}
STEPS: tuple[dict[str, Any], ...] = (
    {"types": ["order.created"]},
    {"address": "http://hooks.example.com/other"},
    {"enabled": False},
    {"enabled": True},
    {"api_version": "2021-12-13"},
    {"authentication": BASIC},
    {"authentication": None},
    OAUTH,
    {"transport_type": "HTTP", "authentication": {**BASIC, "password": "basic-0815"}},
)


def test_platform_holds_what_is_declared(stack: Stack) -> None:
    """
    The first `up` creates the webhook by one POST, and a preview finds nothing to do.
    """
    stack.up(hook(authentication=BASIC), 'pulumi.export("live", orders.live_mode)\n')
    [webhook] = stack.river.webhooks

    assert (webhook.address, sorted(webhook.types)) == (HOOK["address"], sorted(HOOK["types"]))
    assert (webhook.is_enabled, webhook.credentials) == (True, BASIC)
    assert stack.rest() == ""
    assert stack.outputs == {"live": False}
    assert [one.method for one in stack.river.requests.changes] == ["POST"]


def test_every_field_changes_in_place(stack: Stack) -> None:
    """
    One field after the other changes by one PATCH, the transport in both directions; nothing is replaced.
    """
    stack.up(hook())
    first = stack.ids
    for step in STEPS:
        stack.up(hook(**step))
    [webhook] = stack.river.webhooks

    assert [one.method for one in stack.river.requests.changes] == ["POST"] + ["PATCH"] * len(STEPS)
    assert stack.ids == first
    assert webhook.credentials == {**BASIC, "password": "basic-0815"}
    assert stack.rest() == ""


def test_a_type_is_one_line_of_a_preview(stack: Stack) -> None:
    """
    A preview shows the one type that is added, and none of the others.
    """
    stack.up(hook())
    stack.declare(hook(types=[*HOOK["types"], "order.created"]))
    text = stack.project.run("pulumi preview --diff").text

    assert re.findall(r"[+-] (\S+?)\s*: true", text) == ["order.created"]


def test_secrets_are_encrypted_in_the_state(stack: Stack) -> None:
    """
    Passwords and client secrets stand encrypted in the state, and nowhere in what is printed.
    """
    text = stack.up(hook(authentication=BASIC), hook("refunds", **OAUTH))
    shown = stack.project.run("pulumi preview --diff").text

    assert [one for one in SECRETS if one in text + shown + stack.project.state_file] == []


def test_state_is_small(stack: Stack) -> None:
    """
    A webhook takes at most 2.5 kB of the state.
    """
    stack.up(hook(**OAUTH))
    [resource] = stack.project.resources(WEBHOOK)

    assert len(json.dumps(resource, separators=(",", ":"))) <= LARGEST_STATE


def test_refresh_finds_what_the_platform_disabled(stack: Stack) -> None:
    """
    A webhook that the platform disabled is drift: a refresh warns, and `up` enables it again.
    """
    stack.up(hook())
    stack.river.disable(stack.ids[0])
    text = stack.project.run("pulumi refresh --yes").text
    stack.up()

    assert "disabled at the platform" in text
    assert stack.river.webhooks[stack.ids[0]].is_enabled


def test_drift_of_a_password_is_shown_without_it(stack: Stack) -> None:
    """
    A preview names the field that somebody changed, and `up --refresh` restores it.
    """
    stack.up(hook(authentication=BASIC))
    stack.river.edit(stack.ids[0], {"authentication": {**BASIC, "password": "drift-4711"}})
    text = stack.project.run("pulumi preview").text
    stack.up(refresh=True)

    assert "differs at the platform in authentication.password" in text
    assert [one for one in ("drift-4711", *SECRETS) if one in text] == []
    assert stack.river.webhooks[stack.ids[0]].credentials == BASIC


def test_deleted_webhook_is_created_again(stack: Stack) -> None:
    """
    A webhook that somebody deleted stops a preview; `up --refresh` creates it again.
    """
    stack.up(hook())
    stack.river.webhooks.remove(stack.ids[0])
    text = stack.project.fail("pulumi preview").text
    stack.up(refresh=True)

    assert "does not exist" in text
    assert len(stack.ids) == 1
    assert stack.rest() == ""


def test_existing_webhook_is_adopted(stack: Stack) -> None:
    """
    A webhook that a state has lost is adopted: by its address and types, and by its id.
    """
    stack.up(hook())
    first = stack.ids
    for adopts in (True, first[0]):
        stack.project.run(f"pulumi state delete --yes {stack.project.resources(WEBHOOK)[0]['urn']}")
        stack.up(hook(adopt_existing=adopts))

    assert stack.ids == first
    assert stack.rest() == ""


def test_lost_answer_is_looked_up(stack: Stack) -> None:
    """
    A create whose answer is lost is sent once, and the webhook that it stored becomes the resource.
    """
    stack.river.fail("reset-after", method="POST")
    stack.up(hook())

    assert [one.method for one in stack.river.requests.changes] == ["POST"]
    assert stack.project.resources(WEBHOOK)[0]["id"] == stack.ids[0]
    assert stack.rest() == ""


def test_twin_is_a_warning(stack: Stack) -> None:
    """
    A second webhook with the same address and types is created, after a warning.
    """
    stack.up(hook())
    stack.declare(hook(), hook("again"))
    text = stack.project.run("pulumi preview").text

    assert f"{stack.ids[0]} has its address and types: events arrive twice; set adopt_existing" in text


def test_every_problem_is_reported_at_once(stack: Stack) -> None:
    """
    A preview reports each problem with its field in the program's spelling, and shows no secret.
    """
    stack.declare(hook(types=["order.*"], oauth={**TOKENS, "user_name": None}, transport_type="OAUTH", api_version="x"))
    text = stack.project.fail("pulumi preview").text

    assert "types: order.*: `*` is not possible here" in text
    assert "oauth.user_name: is required with grant_type password" in text
    assert "api_version: must be default, latest or the date" in text
    assert [one for one in SECRETS if one in text] == []


def test_destroy_leaves_nothing(stack: Stack) -> None:
    """
    `pulumi destroy` deletes the webhooks, one that is gone already among them.
    """
    stack.up(hook(), hook("refunds", types=["refund.created"]))
    stack.river.webhooks.remove(stack.ids[0])
    stack.project.run("pulumi destroy --yes --skip-preview")

    assert stack.ids == []
    assert stack.project.resources("") == []


def test_program_asks_the_platform(stack: Stack) -> None:
    """
    A program finds webhooks by id, address, type and status, and lists all event types.
    """
    stack.up(hook(), hook("refunds", types=["refund.created"], address="https://other.example.com/", enabled=False))
    lines = [
        'every = digital_river.get_webhooks()\npulumi.export("every", len(every))\n',
        'found = digital_river.get_webhooks(type="refund.created", enabled=False, address="https://other.example.com")\n',
        'pulumi.export("one", digital_river.get_webhook(found[0].id).address)\n',
        'pulumi.export("types", len(digital_river.all_event_types()))\n',
    ]
    stack.up(*lines)

    assert stack.outputs == {"every": 2, "one": "https://other.example.com/", "types": 126}
