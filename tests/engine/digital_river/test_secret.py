"""
The life of a signing secret of Digital River on the real engine.
"""

import json
from typing import Any

from tests.engine.digital_river.stack import LARGEST_STATE, Stack, hook

from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

HOOK = hook(types=["subscription.created"], enabled=True)
EXPORTS = 'pulumi.export("now", secret.secret)\npulumi.export("before", secret.previous_secrets)\n'
EXISTING = "whk_9a8b7c6d-5e4f-4a3b-9c2d-1e0f9a8b7c6d"


def secret(**fields: Any) -> str:
    """
    Return the lines that declare the secret and export it.
    """
    more = "".join(f", {name}={value!r}" for name, value in fields.items())
    return f'secret = digital_river.WebhookSecret("secret", webhook=orders{more})\n{EXPORTS}'


def current(river: DigitalRiverSimulator) -> str:
    """
    The current secret of the only webhook.
    """
    [webhook] = river.webhooks
    return webhook.secrets.current.token


def test_secret_rotates_in_place(console: Stack) -> None:
    """
    The secret of a new webhook is an output; another `rotation` makes a new one, and keeps the last one.
    """
    console.up(HOOK, secret(rotation="1"))
    first, revealed = console.outputs, current(console.river)
    console.up(HOOK, secret(rotation="2", expiration="1_hour"))
    second = console.outputs

    assert first == {"now": revealed, "before": {}}
    assert second["now"] == current(console.river) != first["now"]
    assert [one["secret"] for one in second["before"].values()] == [first["now"]]
    assert console.rest() == ""


def test_secret_is_not_printed(console: Stack) -> None:
    """
    Neither output nor state show a secret in clear.
    """
    text = console.up(HOOK, secret())

    assert current(console.river) not in text + console.project.state_file


def test_state_is_small(console: Stack) -> None:
    """
    A secret with a previous one takes at most 2.5 kB of the state.
    """
    console.up(HOOK, secret(rotation="1"))
    console.up(HOOK, secret(rotation="2"))
    [resource] = console.project.resources("digital_river:WebhookSecret")

    assert len(json.dumps(resource, separators=(",", ":"))) <= LARGEST_STATE


def test_lost_rotation_is_recovered(console: Stack) -> None:
    """
    Where a rotation and the look after it fail, the error says so, and the next `up` finds the secret.
    """
    console.up(HOOK, secret(rotation="1"))
    console.river.fail("reset-before", method="POST")
    console.declare(HOOK, secret(rotation="2"))
    text = console.project.fail("pulumi up --yes --skip-preview").text
    [webhook] = console.river.webhooks
    webhook.secrets.rotate("24_hours", console.river.clock.now(), when_full="refuse")
    console.river.requests.clear()
    console.up()

    assert "not known yet whether it was rotated" in text
    assert console.outputs["now"] == current(console.river)
    assert console.river.requests.changes == []


def test_destroy_forgets_the_secret(console: Stack) -> None:
    """
    `pulumi destroy` deletes webhook and secret with one request.
    """
    console.up(HOOK, secret())
    console.river.requests.clear()
    console.project.run("pulumi destroy --yes --skip-preview")

    assert [one.method for one in console.river.requests.changes] == ["DELETE"]
    assert console.project.resources("") == []


def test_api_needs_the_secret_of_the_console(stack: Stack) -> None:
    """
    Under the profile of the API, the preview explains that secrets are an action of the console.
    """
    stack.declare(hook(), secret())
    text = stack.project.fail("pulumi preview").text
    stack.up(hook(), secret(existing_secret=EXISTING))

    assert "existing_secret: is required: the API has no requests for secrets" in text
    assert stack.outputs["now"] == EXISTING
    assert stack.rest() == ""
