"""The limit on deletions: what is read, and what lifts it."""

import pytest

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.settings.deletions import Confirmation, DeletionLimit, DeletionSettings
from pulumi_payment_webhooks.settings.mechanism import Settings, unknown_settings

DELETIONS = DeletionSettings("shop", "stores")


def read(*, environ: dict[str, str] | None = None, **stack: object) -> DeletionLimit:
    """The limit that the stack's config and the environment give; names in the stack without the platform."""
    config = {f"payment-webhooks:shop{name}": value for name, value in stack.items()}
    return DELETIONS.read(Settings(config.get, environ or {}))


def limit(most: int | None, confirmed: Confirmation | None = None) -> DeletionLimit:
    return DeletionLimit(most, confirmed, "shopMaxDeletions", "SHOP_CONFIRM_DELETIONS")


def test_any_number_is_the_default() -> None:
    """
    A stack that sets nothing is not limited, and nothing has to be lifted.
    """
    assert read().allowed("shop/dev") is None


@pytest.mark.parametrize("zero", ["0", 0, 0.0], ids=["text", "int", "float"])
def test_zero_is_a_limit(zero: object) -> None:
    """
    0 is not the same as no limit, however the engine hands it over.
    """
    assert read(MaxDeletions=zero).allowed("shop/dev") == 0


@pytest.mark.parametrize(
    ("confirmed", "stack", "allowed"),
    [
        (Confirmation("shop/dev", 5), "shop/dev", 5),
        (Confirmation("shop/dev", 1), "shop/dev", 2),
        (Confirmation("shop/prod", 5), "shop/dev", 2),
        (Confirmation("pay/dev", 5), "shop/dev", 2),
        (Confirmation("shop/prod", 5), "", 5),
        (None, "shop/dev", 2),
    ],
    ids=["more", "fewer", "another stack", "another project", "unknown stack", "none"],
)
def test_confirmation_lifts_the_limit_of_its_stack(confirmed: Confirmation | None, stack: str, allowed: int) -> None:
    """
    A confirmation allows more deletions in the stack that it names, never fewer.
    """
    assert limit(2, confirmed).allowed(stack) == allowed


@pytest.mark.parametrize("written", ["shop/prod:12", "acme/shop/prod:12", " shop/prod:12\n"])
def test_confirmation_is_read(written: str) -> None:
    """
    The organization before the project, which no URN contains, is left out.
    """
    assert read(environ={"SHOP_CONFIRM_DELETIONS": written}).confirmed == Confirmation("shop/prod", 12)


@pytest.mark.parametrize("written", ["12", "prod:12", "yes", "shop/prod", "shop/prod:all", "shop/prod:-1", "a/b/c/d:1"])
def test_malformed_confirmation_is_a_problem(written: str) -> None:
    """
    What is not project/stack:number is refused, and the message does not suggest the stack's config.
    """
    with pytest.raises(SettingsProblem) as problem:
        read(environ={"SHOP_CONFIRM_DELETIONS": written})

    assert str(problem.value) == (
        f"SHOP_CONFIRM_DELETIONS in the environment is {written!r}, "
        "and must be project/stack:number, such as shop/prod:12"
    )


@pytest.mark.parametrize("empty", ["", " \n"])
def test_empty_limit_of_a_stack_is_a_problem(empty: str) -> None:
    """
    An empty limit in the stack's config would protect nothing, unnoticed; the environment may still give one.
    """
    with pytest.raises(SettingsProblem) as problem:
        read(MaxDeletions=empty)

    assert str(problem.value) == (
        "shopMaxDeletions is empty, which protects nothing: pulumi config set payment-webhooks:shopMaxDeletions 0"
    )
    assert read(MaxDeletions=empty, environ={"SHOP_MAX_DELETIONS": "2"}).most == 2


@pytest.mark.parametrize("wrong", ["-1", "many", "1.5", "true", True])
def test_malformed_limit_is_a_problem(wrong: object) -> None:
    """
    A limit that is not a whole number is refused, with the command that corrects it.
    """
    with pytest.raises(SettingsProblem, match=r"^shopMaxDeletions is .*: pulumi config set .*:shopMaxDeletions 0$"):
        read(MaxDeletions=wrong)


def test_stack_config_confirms_nothing() -> None:
    """
    A confirmation in the stack's config would lift the limit of every run: it has no effect, and is reported.
    """
    key = "payment-webhooks:shopConfirmDeletions"
    known = (DELETIONS.most, DELETIONS.confirmed)

    assert read(MaxDeletions=0, ConfirmDeletions="shop/dev:5").allowed("shop/dev") == 0
    assert list(unknown_settings([key], known, platform="shop")) == [
        "shopConfirmDeletions is for one run: set SHOP_CONFIRM_DELETIONS in the environment instead, "
        f"and pulumi config rm {key}"
    ]


def test_misspelt_limit_is_reported_with_the_right_name() -> None:
    """
    A limit under a wrong name would limit nothing.
    """
    known = (DELETIONS.most, DELETIONS.confirmed)
    [line] = unknown_settings(["payment-webhooks:shopMaxDeletion"], known, platform="shop")

    assert "did you mean shopMaxDeletions?" in line
