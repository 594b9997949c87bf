"""
A platform in trouble: whatever happens to one request, the next `up` ends with one object for each declaration.
"""

from typing import Any

import pytest
from tests.engine.cybersource.shop import ORDERS, PLAIN, Shop, changed

UP = "pulumi up --yes --skip-preview"
PATIENCE = 1.0  # Seconds that the client waits for an answer in the tests of this file.
TROUBLES: dict[str, dict[str, Any]] = {
    "429": {"kind": 429, "retry_after": 30},
    "500 after it was stored": {"kind": 500, "stored": True},
    "reset after it was stored": {"kind": "reset-after"},
    "late, and stored": {"kind": "slow", "seconds": 2.5 * PATIENCE, "stored": True},
}
# What test_faults_of_every_kind leaves out.
LASTING = {"500": {"kind": 500}, "429": TROUBLES["429"]}
SOURCE = 'cybersource.DigitalSignatureKey("key")'


def _try(shop: Shop, command: str) -> str:
    return shop.project.attempt(command, CYBERSOURCE_TIMEOUT=str(PATIENCE)).text


def _posts(shop: Shop) -> int:
    return len(shop.platform.requests.matching("POST"))


@pytest.mark.parametrize("trouble", TROUBLES.values(), ids=TROUBLES.keys())
def test_create_makes_one(trouble: dict[str, Any], shop: Shop) -> None:
    """
    After an unclear answer to a POST no second one follows; at the end there is one subscription, and it is ours.
    """
    shop.platform.fail(**trouble, method="POST")
    shop.declare(PLAIN)
    text = _try(shop, UP)
    posts = _posts(shop)
    shop.up()

    assert posts == 1 or trouble["kind"] == 429, text
    assert shop.subscription.webhook_id in shop.project.state_file


@pytest.mark.parametrize("trouble", LASTING.values(), ids=LASTING.keys())
def test_update_ends_well(trouble: dict[str, Any], open_shop: Shop) -> None:
    """
    An update that failed is made up for by the next `up`, whether the platform had stored it or not.
    """
    open_shop.platform.fail(**trouble, method="PATCH", count=99)
    open_shop.declare(changed(ORDERS, "name", "Refunds"))
    open_shop.project.fail(UP)
    open_shop.platform.faults.clear()
    open_shop.up()

    assert open_shop.subscription.name == "Refunds"


@pytest.mark.parametrize("trouble", LASTING.values(), ids=LASTING.keys())
def test_delete_ends_well(trouble: dict[str, Any], open_shop: Shop) -> None:
    """
    A deletion without an answer is repeated, and what is gone already counts as deleted.
    """
    open_shop.platform.fail(**trouble, method="DELETE", count=99)
    _try(open_shop, "pulumi destroy --yes --skip-preview")
    open_shop.platform.faults.clear()
    open_shop.project.run("pulumi destroy --yes --skip-preview")

    assert open_shop.held == []


@pytest.mark.parametrize("trouble", LASTING.values(), ids=LASTING.keys())
def test_key_is_not_asked_for_twice(trouble: dict[str, Any], shop: Shop) -> None:
    """
    After an unclear answer to the creation of a key no second request follows; the next `up` has a key.
    """
    shop.platform.fail(**trouble, method="POST")
    shop.project.write(f"from pulumi_payment_webhooks import cybersource\n{SOURCE}\n")
    text = _try(shop, UP)
    posts = _posts(shop)
    shop.up()

    assert posts == 1 or trouble["kind"] == 429, text
    assert [key.key_id in shop.project.state_file for key in shop.platform.keys][-1]
