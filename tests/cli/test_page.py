"""What docs/reference/command-line.md shows, held against what the command prints."""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from tests.cli.command import at, run
from tests.cybersource.life import Life, account_at
from tests.cybersource.notifications.sender import PAYLOAD, PEM, SECRET, envelope, headers, sealed, written
from tests.cybersource.orders import LEAST, SUBSCRIPTION
from tests.digital_river.notifications import sender as digital_river
from tests.review.recording.recorder import RECORDINGS

from pulumi_payment_webhooks.cli.outcomes import MEANINGS
from pulumi_payment_webhooks.cli.reviewing.command import FailOn
from pulumi_payment_webhooks.cybersource.account.connection import disconnect
from pulumi_payment_webhooks.cybersource.rules.retry_drawing import svg
from pulumi_payment_webhooks.cybersource.rules.retry_schedule import RetryRules
from pulumi_payment_webhooks.review.categories import CATEGORIES
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

PAGE = Path(__file__).parents[2] / "docs/reference/command-line.md"
CONSOLE = re.compile(r"^```console\n\$ payment-webhooks (.*)\n([^`]*)^```$", re.MULTILINE)
SHOWN = CONSOLE.findall(PAGE.read_text())
DIFFERENT = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b127\.0\.0\.1:\d+|\bapitest\.cybersource\.com")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """
    A folder with the files that the page names, current while the test runs.
    """
    body = written(envelope())
    (tmp_path / "body.json").write_bytes(body)
    (tmp_path / "encrypted.json").write_bytes(written(envelope(payload=sealed(written(PAYLOAD)))))
    (tmp_path / "headers.txt").write_text(f"host: hooks.example.net\nv-c-signature: {headers(body)['v-c-signature']}\n")
    (tmp_path / "signature.key").write_text(SECRET)
    (tmp_path / "event.json").write_bytes(digital_river.BODY)
    (tmp_path / "event-headers.txt").write_text(f"digitalriver-signature: {digital_river.BOTH}\n")
    (tmp_path / "signing.secret").write_text(digital_river.NEW)
    (tmp_path / "preview.json").write_bytes((RECORDINGS / "event-removed.json").read_bytes())
    (tmp_path / "private.pem").write_bytes(PEM)
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


@pytest.fixture
def subscription(cybersource_simulator: CybersourceSimulator) -> str:
    """
    The id of a subscription, in an organization that is offered little.
    """
    offered = {
        "payments": ["payments.authorization.status.accepted", "payments.capture.status.accepted"],
        "tokenManagement": ["tms.networktoken.updated", "tms.networktoken.binding"],
        "tax": [],
    }
    cybersource_simulator.add_signature_key()
    cybersource_simulator.offer(cybersource_simulator.organization_id, offered)
    stored = Life(SUBSCRIPTION, account_at(cybersource_simulator)).create({**LEAST, "status": "ACTIVE"})
    disconnect()
    return str(stored.id)


def same(text: str) -> str:
    """
    *text* without what differs from run to run.
    """
    return DIFFERENT.sub("…", text)


@pytest.mark.parametrize(("typed", "shown"), SHOWN, ids=[typed[:60] for typed, _ in SHOWN])
def test_page_shows_what_is_printed(
    typed: str, shown: str, folder: Path, subscription: str, cybersource_simulator: CybersourceSimulator
) -> None:
    """
    Each command that the page shows prints what the page shows, errors included.
    """
    words = shlex.split(typed)
    words = [words[0], subscription, *words[2:]] if words[0] in ("test", "replay") else words

    ran = run(*words, environment=at(cybersource_simulator))

    assert same(shown) == same(ran.out + ran.err)


def test_page_has_the_exit_codes() -> None:
    """
    The page's table and `--help` have the same codes with the same meanings.
    """
    table = re.findall(r"^\| (\d+) \| (.*) \|$", PAGE.read_text(), re.MULTILINE)
    listed = re.findall(r"^  +(\d+)  (.*)$", run("--help").out, re.MULTILINE)

    assert table == [(str(int(code)), meaning) for code, meaning in MEANINGS.items()]
    assert [code for code, _ in listed] == [code for code, _ in table]


def test_page_has_the_categories_of_a_report() -> None:
    """
    The page has each category that `review --fail-on` accepts, in the order of their weight.
    """
    section = PAGE.read_text().partition("### Categories")[2].partition("###")[0]

    assert re.findall(r"^\| `(.*)` \| (.*) \|$", section, re.MULTILINE) == [(one.id, one.meaning) for one in CATEGORIES]


def test_help_has_the_categories_of_a_report() -> None:
    """
    The help of `--fail-on`, which loads no report, lists the same categories in the same order.
    """
    ids, (_, option) = [one.id for one in CATEGORIES], get_args(FailOn)

    assert [word for word in re.findall(r"[a-z-]+", option.help) if word in ids] == ids


def test_picture_is_the_one_of_the_policy() -> None:
    """
    The picture on the page is what `--svg` writes for the policy above it.
    """
    assert PAGE.with_name("retry-schedule.svg").read_text() == svg(RetryRules("GEOMETRIC", 10, 30))


def test_every_command_has_its_section() -> None:
    """
    Each command of `--help` is in the page's table.
    """
    listed = re.findall(r"^  (\w+) +[A-Z]", run("cybersource", "--help").out.partition("Commands:")[2], re.MULTILINE)

    assert sorted(listed) == sorted(re.findall(r"^\| \[`(\w+)`\]", PAGE.read_text(), re.MULTILINE))


def test_every_command_of_digital_river_has_its_section() -> None:
    """
    Each command of the second platform has a heading.
    """
    said = run("digital-river", "--help").out.partition("Commands:")[2]

    assert re.findall(r"^  (\w+) +[A-Z]", said, re.MULTILINE) == re.findall(
        r"^## digital-river (\w+)$", PAGE.read_text(), re.MULTILINE
    )
