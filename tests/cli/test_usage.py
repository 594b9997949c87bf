"""What a command says about options and arguments that it cannot read."""

import pytest
from tests.cli.command import run


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["reviev"], "no such command 'reviev' (did you mean 'review'?); see payment-webhooks --help"),
        (["compare", "test"], "missing argument 'B'; see payment-webhooks compare --help"),
        (["review", "--nope"], "no such option: --nope; see payment-webhooks review --help"),
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
    ids=["command", "argument", "option", "value", "choice", "platform"],
)
def test_mistake_is_one_line(words: list[str], says: str) -> None:
    """
    What cannot be read is one line and exit code 2, and the line says where help is.
    """
    ran = run(*words)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"payment-webhooks: {says}")


def test_command_without_arguments_prints_its_help() -> None:
    """
    Somebody who types the command alone wants to know what it can do.
    """
    ran = run()

    assert "Commands:" in ran.out + ran.err
