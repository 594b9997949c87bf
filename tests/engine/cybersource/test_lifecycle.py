"""
The life of a subscription, from the first `pulumi up` to `pulumi destroy`.
"""

from tests.engine.cybersource.shop import Shop


def test_try(open_shop: Shop) -> None:
    assert "3 unchanged" in open_shop.project.run("pulumi preview --expect-no-changes").text
    assert "3 unchanged" in open_shop.project.run("pulumi preview --refresh --expect-no-changes").text
