"""
`payment-webhooks review` with Pulumi beside it: `--run` and `--refresh` on a real stack.
"""

import json
from collections.abc import Iterator

import pytest
from tests.cli.command import run
from tests.engine.project import Project
from tests.review.recording.cases import CASES, Case
from tests.review.recording.estate import CANARY
from tests.review.recording.recorder import Recorder, deployed

from pulumi_payment_webhooks.cli.outcomes import Exit


@pytest.fixture(scope="module")
def recorder(pristine: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorder]:
    """
    The estate of the recordings, deployed once for these tests.
    """
    project = pristine.copy_to(tmp_path_factory.mktemp("review") / "pulumi")
    with deployed(project) as found:
        yield found


@pytest.fixture
def estate(recorder: Recorder) -> Project:
    """
    The project of that estate, with its program as deployed.
    """
    recorder.project.write(CASES["unchanged"].program)
    return recorder.project


def test_run_previews_the_stack_and_names_violations(estate: Project) -> None:
    """
    `--run` previews a stack with a policy pack, and the report has what Pulumi's JSON does not: the violations.
    """
    estate.write(CASES["policy-violation"].program)
    ran = estate.attempt("payment-webhooks review --run dev --policy-pack ../policy --format json")
    [stack] = ran.json["stacks"]

    assert (ran.code, stack["failed"]) == (Exit.NO, True)
    assert "allowed-hosts" in stack["findings"][0]["message"]
    assert "interruptions" in stack["categories"]


def test_run_in_another_folder(estate: Project) -> None:
    """
    `--cwd` names the project, and `--output` keeps its meaning in the working directory.
    """
    ran = estate.run(f"payment-webhooks review --run dev --cwd {estate.folder} --output ../report.md")

    assert (ran.out, ran.err) == ("", "")
    assert (estate.root / "report.md").read_text().startswith("## Payment webhooks: no change\n")


def test_refresh_finds_a_suspension(estate: Project, recorder: Recorder) -> None:
    """
    `--refresh` finds that the platform has suspended a subscription, which a preview of a refresh passes over.
    """
    subscriptions = recorder.platforms.cybersource.subscriptions
    suspended = recorder.platforms.subscription("Disputes")
    before = estate.attempt("payment-webhooks review --refresh dev --fail-on drift")
    subscriptions.suspend(suspended)
    after = estate.attempt("payment-webhooks review --refresh dev --fail-on drift")
    subscriptions.set_status(suspended, "ACTIVE")

    assert (before.code, after.code) == (Exit.DONE, Exit.FOUND)
    assert "SUSPENDED" in after.out


def test_stack_that_cannot_be_opened_is_a_failed_preview(estate: Project) -> None:
    """
    A wrong passphrase and an unknown stack are reports with Pulumi's error.
    """
    wrong = estate.attempt("payment-webhooks review --run dev", PULUMI_CONFIG_PASSPHRASE="wrong")
    unknown = estate.attempt("payment-webhooks review --run elsewhere")

    assert (wrong.code, unknown.code) == (Exit.NO, Exit.NO)
    assert "incorrect passphrase" in wrong.out
    assert "no stack named 'elsewhere' found" in unknown.out


def test_no_secret_of_a_stack_is_in_its_report(estate: Project) -> None:
    """
    Where every secret of the program changes, no form of the report has the old or the new ones.
    """
    cases = ("credentials-rotated", "secret-url-changed", "webhook-password-changed")
    estate.write(Case({name: text for case in cases for name, text in CASES[case].change.items()}).program)
    file = estate.root / "preview.json"
    file.write_text(estate.run("pulumi preview --json --show-secrets").out)
    printed = [estate.run("payment-webhooks review --run dev --format json").text]
    printed += [run("review", f"dev={file}", "--format", form).out for form in ("json", "text", "markdown")]
    [stack] = json.loads(printed[0])["stacks"]

    assert [one["resource"] for one in stack["changes"]] == ["login", "invoices", "storefront"]
    assert [text for text in printed if CANARY in text] == []
