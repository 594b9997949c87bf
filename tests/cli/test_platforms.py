"""Commands of several platforms: the long form always, the short form while it is unambiguous."""

import ast
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from pulumi_payment_webhooks import cli
from pulumi_payment_webhooks.cli.platforms import add_platforms, overview, platforms, short_forms
from pulumi_payment_webhooks.registry import PLATFORMS

SHARED = sorted(Path(cli.__file__).parent.glob("*.py"))


def platform(name, **commands):
    """The commands of a platform, each of which prints the platform, its name and its argument."""
    app = typer.Typer(help=f"Commands for {name}.", rich_markup_mode=None)
    for command, meaning in commands.items():
        app.command(command, short_help=meaning)(_printing(name, command))
    return app


def _printing(name, command):
    def run(argument: str = "nothing") -> None:
        typer.echo(f"{name} {command} {argument}")

    return run


@pytest.fixture
def two():
    """Two platforms that share one command."""
    return {
        "shop": platform("shop", verify="Verify a parcel.", weigh="Weigh a parcel."),
        "post-office": platform("post-office", verify="Verify a stamp."),
    }


@pytest.fixture
def run(two):
    """Runs a command of a program that has both platforms."""
    root = typer.Typer(rich_markup_mode=None, epilog=overview(two))
    add_platforms(root, two)
    return lambda *words: CliRunner().invoke(root, words)


@pytest.mark.parametrize("words", [["shop", "verify"], ["post-office", "verify"], ["shop", "weigh"]], ids=" ".join)
def test_long_form_is_the_platforms(run, words):
    """
    With the platform's name, each platform's command runs.
    """
    assert run(*words, "--argument", "it").stdout == f"{' '.join(words)} it\n"


def test_short_form_runs_the_only_command_of_the_name(run):
    """
    A command that one platform has needs no platform.
    """
    assert run("weigh", "--argument", "it").stdout == "shop weigh it\n"


@pytest.mark.parametrize("options", [[], ["--argument", "it"], ["--help"]], ids=str)
def test_ambiguous_short_form_names_the_long_forms(run, options):
    """
    A command that two platforms have runs neither, whatever follows it: the line says what to type.
    """
    ran = run("verify", *options)

    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == (
        "payment-webhooks: 'verify' is a command of shop and post-office: "
        "payment-webhooks shop verify or payment-webhooks post-office verify\n"
    )


@pytest.fixture
def run_kept(two):
    """Runs a command of a program whose short form `verify` the shop keeps."""
    kept = {"verify": "shop"}
    root = typer.Typer(rich_markup_mode=None, epilog=overview(two, kept))
    add_platforms(root, two, kept)
    return lambda *words: CliRunner().invoke(root, words)


def test_kept_short_form_means_what_it_meant(run_kept):
    """
    A short form that a platform keeps stays its command when a second platform has one of the same name.
    """
    assert run_kept("verify", "--argument", "it").stdout == "shop verify it\n"
    assert run_kept("post-office", "verify").stdout == "post-office verify nothing\n"


def test_help_of_a_kept_short_form_names_the_other_command(run_kept):
    """
    The help says what to type for the command of the other platform.
    """
    assert (
        run_kept("verify", "--help")
        .stdout.rstrip()
        .endswith("Of another platform: payment-webhooks post-office verify")
    )
    assert "Of another platform" not in run_kept("weigh", "--help").stdout


def test_help_says_whose_the_kept_short_form_is(run_kept):
    """
    The platform that keeps it has both forms, and the other platform needs its name.
    """
    said = [line.strip() for line in run_kept("--help").stdout.splitlines() if line.strip().startswith("Commands of")]

    assert said == ["Commands of shop, with or without that word:", "Commands of post-office, with that word:"]


def test_short_forms_of_cybersource_stay():
    """
    What scripts typed when there was one platform means the same with two.
    """
    commands = platforms()["cybersource"]
    names = [one.name for one in commands.registered_commands] + [one.name for one in commands.registered_groups]

    assert short_forms() == {str(name): "cybersource" for name in names}


def test_help_lists_the_commands_of_each_platform(run):
    """
    The help of the program has every command once, below its platform, and says which need the platform's name.
    """
    assert run("--help").stdout.partition("Commands:")[2].splitlines()[1:] == [
        "  shop         Commands for shop.",
        "  post-office  Commands for post-office.",
        "",
        "  Commands of shop, with or without that word; verify only with it:",
        "    verify  Verify a parcel.",
        "    weigh   Weigh a parcel.",
        "",
        "  Commands of post-office, with that word:",
        "    verify  Verify a stamp.",
    ]


def test_platforms_are_those_of_the_registry():
    """
    Each folder of commands belongs to a platform that exists, spelled with a dash.
    """
    assert {name.replace("-", "_") for name in platforms()} <= set(PLATFORMS)


@pytest.mark.parametrize("file", SHARED, ids=lambda file: file.name)
def test_what_commands_share_imports_no_platform(file):
    """
    A module beside the platforms' folders imports nothing of a platform, not even inside a function.
    """
    imports = [node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.ImportFrom)]
    rooms = {word for node in imports for word in (node.module or "").split(".")}

    assert rooms & set(PLATFORMS) == set()
