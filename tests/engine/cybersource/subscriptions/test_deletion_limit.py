"""
A limit on deletions, in the runs that delete: when the code is gone, and `pulumi destroy`.
"""

import pytest
from tests.engine.cybersource.programs import LINKS, SUBSCRIPTION, TOKENS, diagnostics, program, resource
from tests.engine.cybersource.shop import KIND, Shop

SETTING = "payment-webhooks:cybersourceMaxDeletions"
CONFIRMED = {"CYBERSOURCE_CONFIRM_DELETIONS": "shop/dev:2"}
NOTHING = "import pulumi\n"
UP = "pulumi up --yes --skip-preview"


def limited(shop: Shop, most: str) -> Shop:
    """
    Deploy two subscriptions, in a stack that may delete *most* of them in one run.
    """
    shop.project.config(SETTING, most)
    shop.project.write(program(resource(SUBSCRIPTION, "tokens", **TOKENS), resource(SUBSCRIPTION, "links", **LINKS)))
    shop.up()
    shop.platform.requests.clear()
    return shop


def left(shop: Shop) -> tuple[int, int]:
    """
    Return how many subscriptions the platform and the state hold.
    """
    return len(shop.held), len(shop.project.resources(KIND))


def test_limit_stays_where_the_code_is_gone(shop: Shop) -> None:
    """
    An empty program deletes nothing above the limit, even if the same change takes the limit away; a confirmation does.
    """
    limited(shop, "1")
    shop.project.write(NOTHING)
    shop.project.run(f"pulumi config rm {SETTING}")
    said = diagnostics(shop.project.fail("pulumi up --yes"))

    assert (shop.sent, left(shop)) == ([], (2, 2))
    assert "this run deletes 2 or more, and cybersourceMaxDeletions allows 1\n" in said
    assert "to lift the limit for one run, set CYBERSOURCE_CONFIRM_DELETIONS=shop/dev:<number>; " in said
    assert said.count("stopped for the same reason as ") == 1

    shop.project.run(UP, **CONFIRMED)

    assert left(shop) == (0, 0)


def test_rest_of_the_run_is_deployed(shop: Shop) -> None:
    """
    A refused deletion comes last: what else was changed is deployed, and the next run tries the deletion again.
    """
    limited(shop, "0")
    shop.project.write(program(resource(SUBSCRIPTION, "links", **LINKS | {"name": "Other links"})))
    preview = shop.project.run("pulumi preview").out
    shop.project.fail(UP)

    assert "- 1 to delete" in preview
    assert ([method for method, _ in shop.sent], left(shop)) == (["PATCH"], (2, 2))
    assert "- 1 to delete" in shop.project.run("pulumi preview").out


@pytest.mark.parametrize("option", ["", " --run-program"], ids=["state", "program"])
def test_destroy_is_limited(option: str, shop: Shop) -> None:
    """
    `pulumi destroy` deletes nothing above the limit, whether or not it runs the program, until it is confirmed.
    """
    limited(shop, "0")
    shop.project.fail(f"pulumi destroy --yes --skip-preview --continue-on-error{option}")

    assert (shop.sent, left(shop)) == ([], (2, 2))

    shop.project.run(f"pulumi destroy --yes --skip-preview{option}", **CONFIRMED)

    assert left(shop) == (0, 0)


def test_replacements_above_the_limit_are_refused_by_the_preview(shop: Shop) -> None:
    """
    Another organization replaces a subscription, which deletes it: `pulumi up` ends with its preview.
    """
    limited(shop, "0")
    shop.project.write(program(resource(SUBSCRIPTION, "tokens", organization_id="another", **TOKENS)))
    said = diagnostics(shop.project.fail("pulumi up --yes"))

    assert "cannot replace subscription 'tokens': cybersourceMaxDeletions allows 0\n" in said
    assert (shop.sent, left(shop)) == ([], (2, 2))
