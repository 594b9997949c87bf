"""`payment-webhooks compare`, with exports of stacks and with simulated platforms."""

import json
from pathlib import Path
from typing import Any

import pytest
from tests.cli.command import Ran, at, run, type_in_terminal
from tests.export.estates import hold_subscriptions, hold_webhooks
from tests.stacks.exports import SUBSCRIPTION, WEBHOOK, export, resource

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

REFUNDS = {"payments": {"payments.refund.status.accepted": True}}
VOIDS = {"payments": {"payments.void.status.accepted": True}}


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    A folder with the exports of two stacks that differ in an event and in the scope.
    """
    monkeypatch.chdir(tmp_path)
    test = resource(SUBSCRIPTION, "refunds", products=REFUNDS, webhookUrl="https://h.test.example.com/refunds")
    live: dict[str, Any] = {
        "products": VOIDS,
        "webhookUrl": "https://h.example.com/refunds",
        "notificationScope": "SELF",
    }
    (tmp_path / "test").write_text(export(test))
    (tmp_path / "live").write_text(export(resource(SUBSCRIPTION, "refunds", **live)))
    (tmp_path / "empty").write_text(export())
    (tmp_path / "cut").write_text(export(test)[:-99])
    return tmp_path


def compare(*options: str) -> Ran:
    """
    Compare the two exports.
    """
    return run("compare", "file:test", "file:live", *options)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("conditions", "met"),
    [
        ([], ""),
        (["--fail-on", "difference"], "difference"),
        (["--fail-on", "events"], "events"),
        (["--fail-on", "retries,SCOPE", "--fail-on", "events"], "events, scope"),
        (["--fail-on", "retries", "--fail-on", "access"], ""),
        (["--fail-on", "resources,address,status,format"], ""),
    ],
    ids=["none", "difference", "events", "several", "unmet", "others"],
)
def test_job_fails_on_what_it_names(conditions: list[str], met: str) -> None:
    """
    The exit code is 10 if a condition of --fail-on is met, and 0 otherwise; the report is printed in any case.
    """
    ran = compare(*conditions)

    line = f"payment-webhooks: --fail-on is met: {met}\n" if met else ""
    assert (ran.code, ran.lines[0]) == (10 if met else 0, "test and live differ in 3 places.")
    assert ran.err == line


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["file:-", "file:-"], "A and B would both be read from standard input"),
        (["file:test", "file:"], "file: needs the path of a file"),
        (["file:test", ""], "the name of the stack is empty"),
    ],
    ids=["twice", "no path", "no name"],
)
@pytest.mark.usefixtures("files")
def test_odd_environments(words: list[str], reason: str) -> None:
    """
    What names nothing is a wrong option: an empty variable of a job does not mean the stack that is selected.
    """
    ran = run("compare", *words)

    assert (ran.code, ran.out, reason in ran.err) == (2, "", True)


def test_standard_input(files: Path) -> None:
    """
    A state can be piped in, and the report says where it is from.
    """
    ran = run("compare", "file:-", "file:live", stdin=(files / "test").read_bytes())

    assert ran.lines[0] == "standard input and live differ in 3 places."


@pytest.mark.usefixtures("files")
def test_report_has_three_forms() -> None:
    """
    The report is text, Markdown or JSON.
    """
    assert "  notification_scope  test: DESCENDANTS (default)  live: SELF" in compare().lines
    assert "| `notification_scope` | `DESCENDANTS (default)` | `SELF` |" in compare("--format", "markdown").lines
    assert json.loads(compare("--json").out)["a"] == "test"
    assert compare("--format", "json").out == compare("--json").out


@pytest.mark.usefixtures("files")
def test_equal_titles_are_distinguished() -> None:
    """
    Two environments of the same name, such as stacks of two projects, are A and B in the report.
    """
    ran = run("compare", "file:test", "file:./test")

    assert ran.lines[0] == "test (A) and test (B) do not differ: 1 resource compared."


@pytest.mark.usefixtures("files")
def test_hosts_are_compared_on_request() -> None:
    """
    --include adds what usually differs between environments.
    """
    assert "webhook_url" not in compare().out
    shown = compare("--include", "ids,hosts").out
    assert "\n  webhook_url\n    test: https://h.test.example.com/refunds\n    live: https://h.example.com" in shown


def test_summary_of_the_job_gets_the_markdown(files: Path) -> None:
    """
    --summary appends the Markdown to the file that GitHub names, whatever is printed.
    """
    summary = files / "summary.md"
    ran = run("compare", "file:test", "file:live", "--summary", environment={"GITHUB_STEP_SUMMARY": str(summary)})

    assert ran.lines[0] == "test and live differ in 3 places."
    assert summary.read_text().startswith("### `test` and `live`\n")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (["file:test", "file:empty"], 1, "empty has no resource of this package, so there is nothing to compare"),
        (["file:test", "file:cut"], 5, "cut: it is not complete JSON"),
        (["file:test", "file:test"], 2, "A and B are the same: file:test"),
        (["file:test", "file:missing"], 2, "cannot read missing: No such file or directory"),
        (
            ["file:test", "stripe:shop"],
            2,
            "stripe:shop: unknown prefix; write the name of a stack, file:PATH",
        ),
        (
            ["file:test", "file:live", "--include", "urls"],
            2,
            "--include: unknown aspect 'urls'; choose from ids, hosts, org",
        ),
        (
            ["file:test", "file:live", "--fail-on", "all"],
            2,
            "--fail-on: unknown condition 'all'; choose from difference, events, resources",
        ),
        (["file:test", "organization:shop"], 2, "no platform is configured"),
        (["file:test", "file:live", "--summary"], 2, "--summary: GITHUB_STEP_SUMMARY is not set"),
    ],
    ids=["empty", "cut", "same", "missing", "prefix", "include", "fail-on", "settings", "summary"],
)
def test_bad_input_is_a_line(words: list[str], code: int, reason: str) -> None:
    """
    Each error is one line with its documented exit code, and no report is printed.
    """
    ran = run("compare", *words, environment={"GITHUB_STEP_SUMMARY": ""})

    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(f"payment-webhooks: {reason}")
    assert ran.err.count("\n") == 1


def test_control_characters_are_shown_as_such(files: Path) -> None:
    """
    A name from a state cannot control the terminal.
    """
    (files / "live").write_text(export(resource(WEBHOOK, "\x1b[31mred", types={"order.accepted": True})))

    assert "webhook \\u001b[31mred" in compare().out
    assert "webhook** `\\u001b[31mred`" in compare("--format", "markdown").out


@pytest.mark.usefixtures("files")
def test_empty_organization_is_a_line(cybersource_simulator: CybersourceSimulator) -> None:
    """
    An organization in which nothing exists cannot be compared.
    """
    ran = run("compare", "file:test", "organization:nobody", environment=at(cybersource_simulator))

    line = "payment-webhooks: organization:nobody: nothing exists there, so there is nothing to compare\n"
    assert (ran.code, ran.err) == (1, line)


def test_environments_without_a_platform_in_common(cybersource_simulator: CybersourceSimulator) -> None:
    """
    They do not count as equal, so that a job does not pass because it names the wrong environment.
    """
    refunds = {"productId": "payments", "eventTypes": ["payments.refund.status.accepted"]}
    shop = {"name": "a", "organizationId": "shop", "products": [refunds], "webhookUrl": "https://h.example.com/"}
    hold_subscriptions(cybersource_simulator, [{**shop, "status": "ACTIVE"}])
    with DigitalRiverSimulator() as river:
        hold_webhooks(river, [{"address": "https://h.example.com/", "types": ["order.accepted"]}])
        river_account = {"DIGITAL_RIVER_ENDPOINT": river.endpoint, "DIGITAL_RIVER_API_KEY": river.api_key}
        ran = run(
            "compare", "organization:shop", "digital-river:", environment=at(cybersource_simulator) | river_account
        )

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == (
        "payment-webhooks: organization:shop and digital-river have nothing in common that could be compared, "
        "such as a platform\n"
    )


@pytest.mark.usefixtures("files")
def test_unreachable_platform_is_a_line() -> None:
    """
    A platform that cannot be reached ends the command with the exit code for that.
    """
    with CybersourceSimulator() as simulator:
        environment = at(simulator)
    ran = run("compare", "file:test", "organization:shop", environment=environment)

    assert (ran.code, ran.out, ran.err.count("\n")) == (3, "", 1)


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("typed", "code", "reason"),
    [
        ("digital-river:", 1, "digital-river: nothing exists there, so there is nothing to compare"),
        (
            "digital-river:shop",
            2,
            "digital-river:shop: this platform has no organizations: write digital-river: without an id",
        ),
        (
            "organization:shop",
            2,
            "organization:shop: this platform has no organizations: write digital-river: without an id",
        ),
    ],
    ids=["empty", "id", "organization"],
)
def test_platform_without_organizations_has_no_id(typed: str, code: int, reason: str) -> None:
    """
    A platform without organizations is written without an id.
    """
    with DigitalRiverSimulator() as river:
        environment = {"DIGITAL_RIVER_ENDPOINT": river.endpoint, "DIGITAL_RIVER_API_KEY": river.api_key}
        ran = run("compare", "file:test", typed, environment=environment)

    assert (ran.code, ran.err) == (code, f"payment-webhooks: {reason}\n")


@pytest.mark.usefixtures("files")
def test_terminal_shows_lines_that_fit(tmp_path: Path) -> None:
    """
    In a terminal, long lines are broken between words, with their indentation; in a pipe, a difference is a line.
    """
    long = "invoicing.customer.invoice.overdue-reminder"
    invoices = resource(SUBSCRIPTION, "refunds", products={"customerInvoicing": {long: True}})
    (tmp_path / "test environment").write_text(export(invoices))

    shown = type_in_terminal("compare", "file:test environment", "file:live").out.splitlines()

    assert [line for line in shown if len(line) > 80] == []
    assert "      customerInvoicing" in [line.rstrip() for line in shown]
    assert (
        f"  only in test environment: {long} of customerInvoicing"
        in run("compare", "file:test environment", "file:live").lines
    )
