"""`payment-webhooks status`: what needs attention, and the exit code of a nightly job."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.cli.command import run, type_in_terminal
from tests.cli.listing.account import Accounts
from tests.stacks.exports import SUBSCRIPTION, WEBHOOK, ciphertext, resource

from pulumi_payment_webhooks.reconcile.decide.ageing import NOTICE


def in_days(days: float) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


def signing_key(name: str, days: float, **inputs: Any) -> dict[str, Any]:
    """A key in a state that expires in so many days."""
    outputs = {"keyId": f"id-{name}", "expirationDate": in_days(days), "key": ciphertext()}
    return resource("cybersource:DigitalSignatureKey", name, outputs=outputs, **inputs)


def test_most_urgent_comes_first(accounts: Accounts) -> None:
    """
    There is a line for each subscription, the most urgent first, with what its status means; the last line sums up.
    """
    ids = {status: accounts.subscribe(status.lower()) for status in ("ACTIVE", "SUSPENDED", "BLOCKED")}
    for status, id in ids.items():
        accounts.simulator.subscriptions.set_status(id, status)
    accounts.hook(enabled=False)

    ran = run("status", environment={**accounts.cybersource, **accounts.digital_river})

    assert ran.code == 0
    assert [line.split()[0] for line in ran.lines] == ["STATUS", "SUSPENDED", "DISABLED", "BLOCKED", "ACTIVE", "3"]
    assert ran.lines[1] == (
        f"SUSPENDED  {accounts.organization}  suspended                             "
        "its URL did not answer; notifications are queued"
    )
    assert ran.lines[-1] == "3 subscriptions and 1 webhook: 1 SUSPENDED, 1 DISABLED, 1 BLOCKED, 1 ACTIVE"


def test_organization_without_subscriptions_is_named(accounts: Accounts) -> None:
    """
    A misspelled organization looks like an empty one, so a note says that nothing exists there.
    """
    accounts.subscribe("orders")
    ran = run("status", accounts.organization, "shop_uz", environment=accounts.cybersource)

    assert (ran.code, ran.err) == (0, "note: shop_uz: nothing exists there\n")
    for command in ("list", "status"):
        ran = run(command, accounts.organization, "shop_uz", "--json", environment=accounts.cybersource)
        assert json.loads(ran.out)["notes"][-1] == "shop_uz: nothing exists there"


@pytest.mark.parametrize(
    ("conditions", "code"),
    [("SUSPENDED", 10), ("blocked, suspended", 10), ("BLOCKED,PENDING_REVIEW", 0), ("DISABLED", 0)],
    ids=["met", "any case", "not met", "another platform"],
)
def test_job_fails_on_the_conditions_that_it_names(accounts: Accounts, conditions: str, code: int) -> None:
    """
    The exit code is 10 if a condition is met, and one line says by what; otherwise it is 0.
    """
    accounts.simulator.subscriptions.set_status(accounts.subscribe("orders"), "SUSPENDED")

    ran = run("status", "--fail-on", conditions, environment=accounts.cybersource)

    assert ran.code == code
    assert ran.err == (
        f"payment-webhooks: --fail-on is met: SUSPENDED: orders ({accounts.organization})\n" if code else ""
    )


@pytest.mark.parametrize("option", ["--stack", "--cwd"])
def test_stack_without_a_name(accounts: Accounts, option: str) -> None:
    """
    An empty variable of a job does not mean the stack that happens to be selected.
    """
    accounts.stack()
    ran = run("status", option, "", environment=accounts.cybersource)

    assert (ran.code, "is empty" in ran.err) == (2, True)


def test_status_that_the_program_declares_is_no_finding(accounts: Accounts) -> None:
    """
    A subscription that the program switched off does not fail a job; one that somebody else switched off does.
    """
    wanted = accounts.subscribe("wanted")
    inputs: dict[str, Any] = {"organizationId": accounts.organization}
    declared = {**resource(SUBSCRIPTION, "a", status="INACTIVE", **inputs), "id": wanted}
    accounts.stack(declared)
    words = ["status", "--stack", "dev", "--fail-on", "INACTIVE"]
    calm = run(*words, environment=accounts.cybersource)
    accounts.stack({**declared, "inputs": {**inputs, "status": "ACTIVE"}})
    alarm = run(*words, environment=accounts.cybersource)

    assert (calm.code, calm.lines[1].endswith("switched off, as declared")) == (0, True)
    assert (alarm.code, alarm.lines[1].endswith("switched off")) == (10, True)


@pytest.mark.parametrize(
    ("days", "within", "word"),
    [
        (NOTICE.days - 0.5, [], "EXPIRING"),
        (NOTICE.days + 0.5, [], ""),
        (40, ["--within", "60"], "EXPIRING"),
        (5, ["--within", "3"], ""),
        (-2, ["--within", "0"], "EXPIRED"),
    ],
    ids=["notice", "later", "wider", "narrower", "expired"],
)
def test_key_that_expires_soon(accounts: Accounts, days: float, within: list[str], word: str) -> None:
    """
    A key of the state that ends within the days given, or has ended, has a line and fails a job; a later one does not.
    """
    accounts.stack(signing_key("signing", days, organizationId=accounts.organization))

    ran = run("status", "--stack", "dev", "--fail-on", "expiring", *within, environment=accounts.cybersource)

    assert ran.code == (10 if word else 0)
    assert [line.split()[0] for line in ran.lines[1:-1]] == [word] * bool(word)
    assert ("expiring: signing" in ran.err) is bool(word)


@pytest.mark.parametrize("dates", [(3, 300), (300, 3)], ids=["its own", "the platform's"])
def test_certificate_ends_with_the_earlier_of_its_dates(accounts: Accounts, dates: tuple[int, int]) -> None:
    """
    Of a certificate, its own end counts as well as the day on which the platform forgets it.
    """
    outputs = {"keyId": "c-1", "expiresAt": in_days(dates[0]), "expirationDate": in_days(dates[1])}
    kind = "cybersource:MessageEncryptionCertificate"
    accounts.stack(resource(kind, "certificate", outputs=outputs, organizationId=accounts.organization))

    ran = run("status", "--stack", "dev", environment=accounts.cybersource)

    assert "encryption certificate expires on" in ran.lines[1]


def test_superseded_secret_is_meant_to_end(accounts: Accounts) -> None:
    """
    A secret that is valid for another day after a rotation fails no job.
    """
    accounts.river.turn(profile="gc")
    id = accounts.hook()
    accounts.river.rotate_secret(id, "24_hours")
    accounts.stack({**resource(WEBHOOK, "orders", enabled=True), "id": id})

    ran = run("status", "--stack", "dev", "--fail-on", "expiring", environment=accounts.digital_river)

    assert (ran.code, ran.lines[-1]) == (0, "1 webhook: 1 ENABLED")


def test_missing_subscription_fails_a_job(accounts: Accounts) -> None:
    """
    What the stack manages and the platform says does not exist is the first line, and fails a job that names it.
    """
    accounts.simulator.subscriptions.set_status(accounts.subscribe("orders"), "SUSPENDED")
    accounts.stack(resource(SUBSCRIPTION, "gone", organizationId=accounts.organization))

    ran = run("status", "--stack", "dev", "--fail-on", "missing", environment=accounts.cybersource)

    assert ran.code == 10
    assert ran.lines[1].split()[:3] == ["MISSING", accounts.organization, "gone"]
    assert ran.err == f"payment-webhooks: --fail-on is met: missing: gone ({accounts.organization})\n"


def test_secret_organization_hides_nothing(accounts: Accounts) -> None:
    """
    What is missing or expires fails a job also where the program keeps the organization secret.
    """
    gone = {**resource(SUBSCRIPTION, "gone", organizationId=ciphertext()), "id": "w-9"}
    outputs = {"keyId": "k-1", "expirationDate": in_days(3)}
    key = resource("cybersource:DigitalSignatureKey", "signing", organizationId=ciphertext(), outputs=outputs)
    accounts.stack(gone, key)

    ran = run("status", "--stack", "dev", "--fail-on", "missing,expiring", environment=accounts.cybersource)

    assert ran.code == 10
    assert [line.split()[0] for line in ran.lines[1:3]] == ["MISSING", "EXPIRING"]


def test_what_a_list_leaves_out_is_not_missing(accounts: Accounts) -> None:
    """
    A webhook beyond the limit of the list is asked for by its id.
    """
    id = accounts.hook()
    accounts.hook("https://hooks.example.com/newer")
    accounts.river.turn(most_in_list=1)
    accounts.stack({**resource(WEBHOOK, "orders", enabled=True), "id": id})

    ran = run("status", "--stack", "dev", "--fail-on", "missing", environment=accounts.digital_river)

    assert (ran.code, ran.lines[-1]) == (0, "2 webhooks: 2 ENABLED")


def test_nothing_is_missing_where_nobody_answers(accounts: Accounts) -> None:
    """
    An organization that cannot be read has no missing subscriptions; the exit code is that of the failure.
    """
    accounts.stack(resource(SUBSCRIPTION, "a", organizationId=accounts.organization))
    accounts.simulator.fail(503, method="GET", count=9)

    ran = run("status", "--stack", "dev", "--fail-on", "missing", environment=accounts.cybersource)

    assert (ran.code, ran.lines) == (3, ["nothing found; 1 place could not be read"])
    assert "HTTP 503" in ran.err


def test_finding_outranks_a_failure(accounts: Accounts) -> None:
    """
    A condition that is met decides the exit code, also if another platform cannot be reached.
    """
    accounts.hook(enabled=False)
    nowhere = {**accounts.cybersource, "CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9", "CYBERSOURCE_RETRIES": "1"}

    ran = run("status", "--fail-on", "DISABLED", environment={**nowhere, **accounts.digital_river})

    assert (ran.code, len(ran.err.splitlines())) == (10, 2)


def test_unmanaged_subscription_fails_a_job(accounts: Accounts) -> None:
    """
    What exists and no resource of the stack manages fails a job that names it.
    """
    accounts.subscribe("by-hand")
    accounts.stack()

    ran = run("status", "--stack", "dev", "--fail-on", "unmanaged", environment=accounts.cybersource)

    assert (ran.code, "not managed by the stack" in ran.out) == (10, True)


def test_named_organizations_limit_what_is_missing(accounts: Accounts) -> None:
    """
    With organizations, nothing is said of what the stack has elsewhere.
    """
    accounts.stack(
        resource(SUBSCRIPTION, "gone", organizationId="shop_us"), signing_key("signing", 1, organizationId="shop_us")
    )

    ran = run("status", "shop_eu", "--stack", "dev", "--fail-on", "missing,expiring", environment=accounts.cybersource)

    assert (ran.code, ran.lines) == (0, ["nothing found"])


def test_json_names_what_was_found(accounts: Accounts) -> None:
    """
    With --json, the conditions and what meets them stand beside everything else.
    """
    accounts.simulator.subscriptions.set_status(accounts.subscribe("orders"), "SUSPENDED")

    ran = run("status", "--fail-on", "SUSPENDED,BLOCKED", "--json", environment=accounts.cybersource)
    printed = json.loads(ran.out)

    assert ran.code == 10
    assert printed["failOn"] == ["SUSPENDED", "BLOCKED"]
    assert [(one["condition"], one["owner"], one["name"]) for one in printed["found"]] == [
        ("SUSPENDED", accounts.organization, "orders")
    ]
    assert [one["needsAttention"] for one in printed["subscriptions"]] == [True]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--fail-on", "SUSPENDD"], "--fail-on: unknown condition 'SUSPENDD' (did you mean 'SUSPENDED'?)"),
        (["--fail-on", " ,"], "--fail-on: it is empty; choose from SUSPENDED, BLOCKED"),
        (["--fail-on", "missing"], "--fail-on missing needs --stack: only the state of a stack shows it"),
        (["--fail-on", "Expiring"], "--fail-on expiring needs --stack"),
    ],
    ids=["misspelled", "empty", "missing", "expiring"],
)
def test_condition_that_cannot_be_is_one_line(accounts: Accounts, words: list[str], complaint: str) -> None:
    """
    A condition that is unknown, or that nothing could show, is one line and exit code 2; nothing is sent.
    """
    ran = run("status", *words, environment=accounts.cybersource)

    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ran.err.startswith(f"payment-webhooks: {complaint}")
    assert not accounts.simulator.requests


def test_help_names_the_notice_of_previews() -> None:
    """
    The default of --within in the help is the notice that previews give.
    """
    assert f"Default: {NOTICE.days}, as in previews." in " ".join(run("status", "--help").out.split())


def test_terminal_breaks_lines_between_words(accounts: Accounts) -> None:
    """
    In a terminal of 80 columns, no word of a long line is cut; in a pipe, a subscription is a line.
    """
    id = accounts.subscribe("Payments and refunds of the shop")
    accounts.simulator.subscriptions.set_status(id, "SUSPENDED")

    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", type_in_terminal("status", environment=accounts.cybersource).out)
    piped = run("status", environment=accounts.cybersource).lines

    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert [line.endswith("did not answer; notifications are queued") for line in piped] == [False, True, False]
