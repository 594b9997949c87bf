"""Objects that are cleared as a whole, and objects that are secret as a whole."""

from typing import Annotated, Literal

import pytest
from pydantic import Field, SecretStr

from pulumi_payment_webhooks.reconcile.decide.checks import check
from pulumi_payment_webhooks.reconcile.decide.showing import name_fields, withheld_texts
from pulumi_payment_webhooks.reconcile.decide.states import select_owned
from pulumi_payment_webhooks.reconcile.declare.declaration import Added, Clearable, Declaration, Fragment, Secret


class Login(Fragment):
    """Who signs in."""

    user: str | None = Field(default=None, description="Name.")
    way: Literal["password", "token"] = Field(default="password", description="How.")
    word: SecretStr | None = Field(default=None, description="Password.")


class Door(Declaration):
    """A door with a login."""

    login: Annotated[Login | None, Secret(), Clearable()] = Field(default=None, description="Login; `{}` clears it.")

    class Outputs(Added):
        """What is added."""

        spare: Annotated[Login | None, Secret()] = Field(default=None, description="Another login.")


class Gate(Declaration):
    """A gate whose login has no default."""

    login: Annotated[dict[str, str] | None, Clearable()] = Field(default=None, description="Login; `{}` clears it.")


CLEARED: dict[str, dict[str, str]] = {"login": {}}
LOGIN = {"user": "ann", "way": "password", "word": "open-4711"}


def test_cleared_object_that_the_platform_has_not_is_as_declared():
    """
    `{}` asks for nothing, and the platform has nothing: no drift.
    """
    assert select_owned(Gate, CLEARED, {"login": None}) == CLEARED


def test_cleared_object_that_the_platform_has_is_drift():
    """
    `{}` asks for nothing, and the platform has something: that is what the state holds.
    """
    assert select_owned(Gate, CLEARED, {"login": {"user": "ann"}}) == {"login": {"user": "ann"}}


def test_secret_object_withholds_its_texts_but_not_its_choices():
    """
    Nothing that a program writes into a secret object may be quoted; a word of a closed choice may.
    """
    inputs = check(Door, {}, {"login": LOGIN}).inputs

    assert withheld_texts(Door, inputs) == {"ann", "open-4711"}


def test_secret_output_is_withheld_whole():
    """
    Of a secret output no text may be quoted.
    """
    assert withheld_texts(Door, {"spare": LOGIN}) == {"ann", "password", "open-4711"}


def test_member_of_a_secret_object_is_named():
    """
    A message names the member that differs, without its value.
    """
    assert [str(one) for one in name_fields(Door, [("login", "word")])] == ["`login.word`"]


@pytest.mark.parametrize("value", [True, "text"])
def test_field_of_two_kinds_keeps_what_is_written(value: object):
    """
    A field that is a flag or a text has the value that the program wrote, and either kind is known.
    """

    class Lamp(Declaration):
        """A lamp."""

        lit: bool | str = Field(description="Whether, or how.")

    assert check(Lamp, {}, {"lit": value}).inputs == {"lit": value}
