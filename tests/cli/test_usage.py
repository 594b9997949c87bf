"""What a command says about options and arguments that it cannot read."""

import re

import pytest
from tests.cli.command import run


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["reviev"], "no such command 'reviev' (did you mean 'review'?); see payment-webhooks --help"),
        (["compare", "test"], "missing argument 'B'; see payment-webhooks compare --help"),
        (["review", "--nope"], "no such option: --nope; see payment-webhooks review --help"),
        (["list", "--stak", "dev"], "no such option: --stak (did you mean --stack?); see payment-webhooks list --help"),
        (
            ["digital-river", "list"],
            "no such command 'list' here (did you mean 'payment-webhooks list'?); see payment-webhooks digital-river",
        ),
        (["review", "--run"], "option '--run' requires an argument"),
        (
            ["review", "--post", "bitbucket"],
            "invalid value for '--post': 'bitbucket' is not one of 'github', 'gitlab'; see payment-webhooks review",
        ),
        (
            ["digital-river", "simulate", "--xyz"],
            "no such option: --xyz; see payment-webhooks digital-river simulate",
        ),
    ],
    ids=["command", "argument", "option", "slip", "shared", "value", "choice", "platform"],
)
def test_mistake_is_one_line(words: list[str], says: str) -> None:
    """
    What cannot be read is one line and exit code 2, and the line says where help is.
    """
    ran = run(*words)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"payment-webhooks: {says}")


@pytest.mark.parametrize("words", [["compare"], ["list"], ["digital-river", "simulate", "emit"]], ids=" ".join)
def test_help_names_no_type_of_python(words: list[str]) -> None:
    """
    The help of an argument has its name and its meaning, and nothing that only a programmer reads.
    """
    shown = run(*words, "--help").out

    assert "Arguments:" in shown
    assert not re.search(r"<(str|list)", shown)


def test_command_without_arguments_prints_its_help() -> None:
    """
    Somebody who types the command alone wants to know what it can do.
    """
    ran = run()

    assert "Commands:" in ran.out + ran.err
