"""`payment-webhooks list`: what exists, with and without a stack."""

import json
from typing import Any

import pytest
from tests.cli.command import run, type_in_terminal
from tests.cli.listing.account import SECRET, URL, Accounts
from tests.cybersource.gateway import Reply, gateway
from tests.stacks.exports import WEBHOOK, resource


def records(ran: Any) -> list[Any]:
    found: list[Any] = json.loads(ran.out)["subscriptions"]
    return found


def test_each_subscription_has_a_row_and_its_details(accounts: Accounts) -> None:
    """
    A row has status, name, events by product and scope; below it stand the id, the URLs and the retry times.
    """
    id = accounts.subscribe("orders", health="https://hooks.example.net/health")

    ran = run("list", environment=accounts.cybersource)

    assert ran.code == 0
    assert ran.lines == [
        f"{accounts.organization} at {accounts.host} (cybersource): 1 subscription",
        "STATUS    NAME    EVENTS                          SCOPE",
        "INACTIVE  orders  payByLink 1, tokenManagement 2  DESCENDANTS",
        f"  id                {id}",
        "  webhook_url       https://hooks.example.net/visa",
        "  health_check_url  https://hooks.example.net/health",
        "  retry_policy      1, 2, 3 min after the first failure; gives up after 3 min",
    ]


def test_narrow_terminal_has_fewer_columns(accounts: Accounts, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Where a row would not fit, every object has its events and its scope among the details; no line is broken by chance.
    """
    accounts.subscribe("orders")
    accounts.subscribe("Bills", product="recurringBilling")
    monkeypatch.setattr("pulumi_payment_webhooks.cli.listing.commands.terminal_width", lambda: 56)
    listed = run("list", environment=accounts.cybersource)
    watched = run("status", environment=accounts.cybersource)

    assert [line.split() for line in listed.lines if not line.startswith(" ")][1:] == [
        ["STATUS", "NAME"],
        ["INACTIVE", "Bills"],
        ["INACTIVE", "orders"],
    ]
    assert "  events        payByLink 1, tokenManagement 2" in listed.lines
    assert "  scope         DESCENDANTS" in listed.lines
    assert [line.split() for line in watched.lines[:2]] == [
        ["STATUS", "WHERE", "NAME"],
        ["INACTIVE", accounts.organization, "Bills"],
    ]
    assert watched.lines[2] == "  not activated yet, or switched off"


def test_both_platforms_share_a_list(accounts: Accounts) -> None:
    """
    Each configured platform has its table; the names of few event types are printed, and no credentials.
    """
    accounts.subscribe("orders")
    id = accounts.hook()

    ran = run("list", environment={**accounts.cybersource, **accounts.digital_river})
    table = ran.lines[ran.lines.index(f"{accounts.river_host} (digital-river): 1 webhook") :]

    assert table[1:4] == [
        "STATUS   EVENTS",
        "ENABLED  order.accepted, refund.complete",
        f"  id       {id}",
    ]
    assert SECRET not in ran.out
    assert max(map(len, ran.lines)) <= 100


def test_events_are_listed_one_a_line(accounts: Accounts) -> None:
    """
    With --events, each event type has a line, with its product where there are products.
    """
    accounts.subscribe("orders")
    accounts.hook()

    ran = run("list", "--events", environment={**accounts.cybersource, **accounts.digital_river})
    events = [line.split()[1:] for line in ran.lines if line.startswith(("  products", "  types"))]

    assert ["tokenManagement", "tms.networktoken.binding"] in events
    assert ["refund.complete"] in events
    assert len(events) == 5


def test_organizations_that_are_named(accounts: Accounts) -> None:
    """
    Named organizations are listed, each once, in the order in which they are typed, also where nothing exists.
    """
    accounts.subscribe("orders", organization="shop_us")

    ran = run("list", "nobody", "shop_us", "nobody", environment={**accounts.cybersource, **accounts.digital_river})
    headings = [line for line in ran.lines if " at " in line]

    assert headings == [
        f"nobody at {accounts.host} (cybersource): nothing",
        f"shop_us at {accounts.host} (cybersource): 1 subscription",
    ]
    assert "digital-river" not in ran.out


def test_organization_that_refuses_hides_no_other(accounts: Accounts) -> None:
    """
    Where the platform refuses an organization, the others are listed, one line has the reason, and the code is 1.
    """
    row = {
        "webhookId": "w-1",
        "name": "orders",
        "products": [],
        "status": "ACTIVE",
        "webhookUrl": URL,
        "productId": "p",
    }
    refusal = Reply(403, {"reason": "FORBIDDEN", "message": "not yours"})
    with gateway(lambda method, target: refusal if "shop_us" in target else Reply(200, [row])) as own:
        environment = {**accounts.cybersource, "CYBERSOURCE_ENDPOINT": own.endpoint}
        ran = run("list", "shop_us", "shop_eu", environment=environment)
        printed = json.loads(run("list", "shop_us", "shop_eu", "--json", environment=environment).out)

    assert (ran.code, ran.lines[2].split()[:2]) == (1, ["ACTIVE", "orders"])
    assert "payment-webhooks: shop_us: cannot list subscriptions" in ran.err
    assert [(one["owner"], one["code"]) for one in printed["failures"]] == [("shop_us", 1)]


@pytest.mark.parametrize("words", [["list"], ["status"]], ids=" ".join)
def test_platform_without_an_answer_hides_no_other(accounts: Accounts, words: list[str]) -> None:
    """
    Where one platform cannot be reached, the other is listed, one line says why, and the exit code is 3.
    """
    accounts.hook()
    nowhere = {**accounts.cybersource, "CYBERSOURCE_ENDPOINT": "http://127.0.0.1:9", "CYBERSOURCE_RETRIES": "1"}

    ran = run(*words, environment={**nowhere, **accounts.digital_river})
    lines = [line for line in ran.err.splitlines() if not line.startswith("note: ")]

    assert ran.code == 3
    assert "ENABLED" in ran.out
    assert len(lines) == 1
    assert lines[0].startswith(f"payment-webhooks: {accounts.organization}: cannot list subscriptions: cannot connect")


def test_keys_of_the_console_are_listed(accounts: Accounts) -> None:
    """
    With the profile gc, the secrets are listed with their dates, and no secret; the published API lists none.
    """
    accounts.river.turn(profile="gc")
    id = accounts.hook()
    values = [accounts.river.secret_of(id), accounts.river.rotate_secret(id, "24_hours")]

    ran = run("list", environment=accounts.digital_river)
    rows = [line.split() for line in ran.lines[ran.lines.index("Keys") + 2 :]]

    assert [row[1:4] for row in rows] == [["signing", "secret", id]] * 2
    assert [row[0] == "-" for row in rows] == [False, True]
    assert not [value for value in values if value in ran.out + ran.err]


def test_subscriptions_are_in_the_order_of_their_names(accounts: Accounts) -> None:
    """
    People find a subscription by its name.
    """
    for name in ("d", "b", "a", "c"):
        accounts.subscribe(name)

    ran = run("list", environment=accounts.cybersource)

    assert [line.split()[1] for line in ran.lines if line.startswith("INACTIVE")] == ["a", "b", "c", "d"]


def test_what_cannot_be_seen_is_said(accounts: Accounts) -> None:
    """
    Without a stack, a note says that keys cannot be seen, and how they can.
    """
    ran = run("list", environment=accounts.cybersource)

    assert (ran.code, ran.err) == (
        0,
        "note: cybersource: the platform cannot list keys and certificates; --stack reads those of a stack from "
        "its state\n",
    )


def test_v1_lists_by_event(accounts: Accounts) -> None:
    """
    An account of v1 of the API lists the same, event by event, and a note says what that may leave out.
    """
    id = accounts.subscribe("orders")

    ran = run("list", environment={**accounts.cybersource, "CYBERSOURCE_API_VERSION": "v1"})

    assert (ran.code, f"  id            {id}" in ran.lines) == (0, True)
    assert "note: cybersource: cybersourceApiVersion is v1, which lists by event" in ran.err


def test_query_and_user_of_a_url_are_never_shown(accounts: Accounts) -> None:
    """
    What may hold a token in a URL is left out, whether or not anybody called it secret.
    """
    accounts.subscribe("orders", url="https://hooks.example.net/visa?token=canary")
    accounts.hook(address="https://canary:canary@hooks.example.com/dr?canary#canary")
    environment = {**accounts.cybersource, **accounts.digital_river}

    ran, printed = run("list", environment=environment), run("list", "--json", environment=environment)

    assert "canary" not in ran.out + printed.out
    assert "https://hooks.example.net/visa?…" in ran.out
    assert [one["fields"].get("address") for one in records(printed)][1] == "https://hooks.example.com/dr?…"


def test_control_characters_reach_no_terminal(accounts: Accounts) -> None:
    """
    A name with an escape sequence is printed without effect.
    """
    accounts.subscribe("orders\x07\u202e")

    assert "orders\\u0007\\u202e" in run("list", environment=accounts.cybersource).out


@pytest.mark.parametrize("words", [["list"], ["status", "--fail-on", "INACTIVE"]], ids=lambda words: words[0])
def test_line_break_in_a_name_makes_no_row(accounts: Accounts, words: list[str]) -> None:
    """
    A name with a line break stays in its line, so that it cannot look like another subscription.
    """
    accounts.subscribe("orders\nACTIVE  faked")

    ran = run(*words, environment=accounts.cybersource)

    assert [line for line in (*ran.lines, *ran.err.splitlines()) if line.startswith("ACTIVE")] == []


def test_json_has_everything(accounts: Accounts) -> None:
    """
    With --json, an object has its place, its status, its fields as declared, and what the platform added.
    """
    id = accounts.subscribe("orders")

    [found] = records(run("list", "--json", environment=accounts.cybersource))

    assert (found["platform"], found["owner"], found["id"]) == ("cybersource", accounts.organization, id)
    assert (found["status"], found["needsAttention"]) == ("INACTIVE", True)
    assert found["schedule"] == "1, 2, 3 min after the first failure; gives up after 3 min"
    assert found["fields"]["products"]["payByLink"] == ["payByLink.customer.payment"]
    assert found["fields"]["webhookUrl"] == URL
    assert found["fields"]["securityPolicy"]["securityType"] == "KEY"
    assert found["added"]["createdOn"].startswith("20")


def test_credentials_are_secret_in_json(accounts: Accounts) -> None:
    """
    Credentials that the platform shows in clear are secret, and those that it masks are named.
    """
    accounts.hook()
    shown = records(run("list", "--json", environment=accounts.digital_river))
    accounts.river.turn(credentials_in_answers="masked")
    masked = records(run("list", "--json", environment=accounts.digital_river))

    assert [(one["fields"]["authentication"], one["notShown"]) for one in (*shown, *masked)] == [
        ("[secret]", []),
        ("[secret]", ["authentication.password"]),
    ]


def test_full_list_may_lack_webhooks(accounts: Accounts) -> None:
    """
    Where the platform lists as many webhooks as it does at most, a note says so.
    """
    for number in range(100):
        accounts.hook(address=f"https://hooks.example.com/{number}")

    ran = run("list", environment=accounts.digital_river)

    assert "note: digital-river: the platform lists at most 100 webhooks: there may be more\n" in ran.err


@pytest.mark.parametrize(
    ("words", "is_noted"), [([], True), (["--platform", "cybersource"], False), (["shop_eu"], False)], ids=str
)
def test_platform_without_settings_is_noted(accounts: Accounts, words: list[str], is_noted: bool) -> None:
    """
    Resources at a platform for which there are no settings are noted, unless the command is limited to another.
    """
    accounts.stack(resource(WEBHOOK, "orders", enabled=True))

    ran = run("list", *words, "--stack", "dev", environment=accounts.cybersource)
    note = "digital-river: the stack has resources there, and no settings of the platform; they were not read"

    assert (ran.code, ran.err) == (0, f"note: {note}\n" if is_noted else "")


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([""], "the name of an organization is empty"),
        (
            ["shop", "--platform", "digital-river"],
            "digital-river: the platform has no organizations; name none, or another platform",
        ),
        (
            ["shop", "--platform", "digital-river", "--platform", "cybersource"],
            "digital-river: the platform has no organizations; name none, or another platform",
        ),
        (["--platform", "cybersorce"], "--platform cybersorce: unknown platform (did you mean 'cybersource'?)"),
    ],
    ids=["empty", "owners", "both", "platform"],
)
def test_what_the_user_can_correct_is_one_line(accounts: Accounts, words: list[str], complaint: str) -> None:
    """
    A wrong argument is one line, exit code 2, and nothing is sent.
    """
    ran = run("list", *words, environment={**accounts.cybersource, **accounts.digital_river})

    assert (ran.code, ran.out, ran.err) == (2, "", f"payment-webhooks: {complaint}\n")
    assert not accounts.simulator.requests


def test_interruption_is_quiet(accounts: Accounts) -> None:
    """
    Ctrl-C while the platforms are asked ends the command at once, with exit code 130 and no traceback.
    """
    accounts.simulator.fail("slow", seconds=60)

    shown = type_in_terminal("list", interrupt_at="asking", environment=accounts.cybersource)

    assert (shown.code, "Traceback" in shown.out) == (130, False)
