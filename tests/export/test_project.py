"""The files of a project around a program."""

from __future__ import annotations

import pytest

from pulumi_payment_webhooks.digital_river.account.settings import API_KEY, TABLE
from pulumi_payment_webhooks.export.project import (
    file_names,
    find_open_settings,
    find_secrets,
    is_stack_name,
    project_name,
    write_project,
)
from pulumi_payment_webhooks.settings.mechanism import Settings

VARIABLES = {"DIGITAL_RIVER_API_KEY": "sk_test_123", "DIGITAL_RIVER_PROFILE": "gc", "DIGITAL_RIVER_TIMEOUT": " "}


def test_program_is_last() -> None:
    """
    Files are written in their order, so that a project is complete once it has a program.
    """
    files = write_project("pass\n", name="shop", stack="prod", settings={})

    assert tuple(files) == file_names("prod") == ("Pulumi.yaml", "requirements.txt", "Pulumi.prod.yaml", "__main__.py")
    assert files["Pulumi.prod.yaml"] == "config: {}\n"


def test_settings_are_text_that_yaml_reads() -> None:
    """
    Whatever a setting contains, it is quoted.
    """
    files = write_project("", name="shop", stack="dev", settings={"a:b": "yes: 'no' \"#\n", "a:c": ["x", "y"]})

    assert files["Pulumi.dev.yaml"] == 'config:\n  a:b: "yes: \'no\' \\"#\\n"\n  a:c: ["x", "y"]\n'


def test_secrets_are_no_settings() -> None:
    """
    What has a value is a setting of the stack, or a secret for which there is a command; an empty one is neither.
    """
    settings = Settings(lambda _: None, VARIABLES)

    assert find_open_settings(TABLE, settings) == {"payment-webhooks:digitalRiverProfile": "gc"}
    assert find_secrets(TABLE, settings) == [API_KEY]


@pytest.mark.parametrize(
    ("text", "name", "written"),
    [
        ("shop", "shop", "shop"),
        ("My Shop (EU)", "My-Shop-EU", "My-Shop-EU"),
        ("", "webhooks", "webhooks"),
        ("支払い", "webhooks", "webhooks"),
        ("2026", "2026", '"2026"'),
        ("Yes", "Yes", '"Yes"'),
    ],
)
def test_names_of_projects(text: str, name: str, written: str) -> None:
    """
    A folder of any name gives a name that Pulumi accepts, and that YAML reads as text.
    """
    files = write_project("", name=project_name(text), stack="dev", settings={})

    assert project_name(text) == name
    assert files["Pulumi.yaml"].startswith(f"name: {written}\n")


def test_names_of_stacks() -> None:
    """
    A stack is named without its organization, in characters that Pulumi accepts.
    """
    assert [one for one in ("dev", "eu-1.prod_2", "a/b", "", "a b") if is_stack_name(one)] == ["dev", "eu-1.prod_2"]
