"""How a setting is looked up, whatever it is for."""

import pytest
from pydantic import SecretStr

from pulumi_payment_webhooks.errors import SettingsProblem
from pulumi_payment_webhooks.settings.mechanism import Setting, Settings, raise_together, unknown_settings
from pulumi_payment_webhooks.settings.values import integer, secret, text

COLOUR = Setting("shopColour", "Colour of the door.", text, example="red")
PASSWORD = Setting("shopDoorPassword", "Opens the door.", secret, secret=True)


def stack(**values):
    """Settings that only the stack's config gives."""
    return Settings({f"payment-webhooks:{name}": value for name, value in values.items()}.get, {})


def environment(**values):
    """Settings that only the environment gives."""
    return Settings(lambda _: None, values)


def test_stack_goes_before_environment():
    """
    A value in stack config hides the one in the environment.
    """
    settings = Settings({"payment-webhooks:shopColour": "red"}.get, {"SHOP_COLOUR": "blue"})

    assert (settings.get(COLOUR), settings.place_of(COLOUR)) == ("red", "stack")


def test_environment_is_asked_when_the_stack_is_silent():
    """
    The variable's name is the setting's in capitals, with an underscore before each hump.
    """
    settings = environment(SHOP_DOOR_PASSWORD="open")

    assert (settings.get(PASSWORD), settings.place_of(PASSWORD)) == (SecretStr("open"), "environment")


@pytest.mark.parametrize("empty", ["", "  \n"])
def test_empty_text_is_not_set(empty):
    """
    An empty value in the stack falls through to the environment.
    """
    settings = Settings({"payment-webhooks:shopColour": empty}.get, {"SHOP_COLOUR": "blue"})

    assert settings.get(COLOUR) == "blue"


def test_credentials_are_trimmed():
    """
    A newline that a shell or an editor left behind is not part of a secret.
    """
    assert stack(shopDoorPassword=" open\n").get(PASSWORD) == SecretStr("open")


def test_default_holds_when_nothing_is_set():
    """
    The declared default is the answer, and comes from nowhere.
    """
    tries = Setting("shopTries", "", integer(1, 9), default=4)

    assert (stack().require(tries), stack().place_of(tries)) == (4, None)


def test_missing_setting_names_command_and_variable():
    """
    The problem says what to type, in the stack and in the environment.
    """
    with pytest.raises(SettingsProblem) as problem:
        stack().require(COLOUR)

    assert str(problem.value) == (
        "shopColour is not set: pulumi config set payment-webhooks:shopColour red (or SHOP_COLOUR in the environment)"
    )


def test_missing_secret_is_asked_for_without_a_value():
    """
    The command for a secret ends with its name, so that the shell's history does not keep it.
    """
    with pytest.raises(SettingsProblem, match=r"config set --secret payment-webhooks:shopDoorPassword \("):
        stack().require(PASSWORD)


def test_wrong_value_from_the_environment_names_the_variable():
    """
    A person is sent to the place where the value was found.
    """
    with pytest.raises(SettingsProblem, match="correct SHOP_COLOUR in the environment, or pulumi config set"):
        environment(SHOP_COLOUR="x").get(Setting("shopColour", "", integer(1, 9)))


def test_wrong_secret_is_not_shown():
    """
    A secret that cannot be understood appears neither in the message nor in the chain of causes.
    """
    with pytest.raises(SettingsProblem) as problem:
        stack(shopDoorPassword=["hunter2"]).get(PASSWORD)

    assert "hunter2" not in f"{problem.value!r} {problem.value.__cause__!r}"


def test_repr_shows_no_value():
    """
    Settings, and what was found in them, can be printed.
    """
    settings = stack(shopDoorPassword="hunter2")

    assert "hunter2" not in f"{settings!r} {settings.find(PASSWORD)!r} {settings.get(PASSWORD)!r}"


def test_all_problems_are_reported_at_once():
    """
    Each problem is one line, and the same line comes once.
    """
    ask_twice = [lambda: stack().require(COLOUR), lambda: stack().require(COLOUR)]

    with pytest.raises(SettingsProblem) as problem:
        raise_together("the shop", [*ask_twice, lambda: stack().require(PASSWORD)])

    assert [line.split(" ")[0] for line in str(problem.value).split("\n")] == ["2", "shopColour", "shopDoorPassword"]


def test_a_single_problem_is_a_single_line():
    """
    One problem needs no heading.
    """
    with pytest.raises(SettingsProblem, match=r"\AshopColour is not set.*\Z"):
        raise_together("the shop", [lambda: stack().require(COLOUR)])


def test_unknown_setting_is_reported_with_the_nearest():
    """
    An unknown name that begins like a platform's settings is reported, with the name that was meant.
    """
    keys = ["payment-webhooks:shopColour", "payment-webhooks:shopColor"]

    [line] = unknown_settings(keys, (COLOUR, PASSWORD), platform="shop")
    assert line.startswith("unknown setting shopColor, which has no effect: did you mean shopColour?")


def test_beginning_that_all_names_share_makes_none_similar():
    """
    A name that has only the platform in common with a setting is reported without a suggestion.
    """
    [line] = unknown_settings(["payment-webhooks:shopXyz"], (COLOUR, PASSWORD), platform="shop")

    assert "did you mean" not in line


@pytest.mark.parametrize("key", ["payment-webhooks:bankColour", "other:shopColor", "shopColor", "payment-webhooks:"])
def test_names_of_others_are_left_alone(key):
    """
    What belongs to another platform or to another namespace is nobody's mistake.
    """
    assert not list(unknown_settings([key], (COLOUR,), platform="shop"))
