"""
`payment-webhooks` beside a real stack, whose settings and secrets it uses.
"""

from tests.engine.project import Project

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator


def test_stack_names_the_account(cybersource_project: Project, cybersource_simulator: CybersourceSimulator) -> None:
    """
    With --stack, the account is that of the stack, secret included; nothing of it stands in the environment.
    """
    cybersource_simulator.offer(cybersource_simulator.organization_id, {"payByLink": ["payByLink.customer.payment"]})

    ran = cybersource_project.run("payment-webhooks catalog --stack dev --json")

    assert [one["productId"] for one in ran.json] == ["payByLink"]
    assert cybersource_simulator.shared_secret not in ran.text


def test_folder_has_a_selected_stack(cybersource_project: Project) -> None:
    """
    With --cwd, from anywhere, it is the stack that is selected there.
    """
    folder = cybersource_project.folder

    assert "payments" in cybersource_project.run(f"env -C / payment-webhooks catalog --cwd {folder}").out


def test_stack_that_is_not_there_is_one_line(cybersource_project: Project) -> None:
    """
    What the engine says of a stack that it does not know is passed on, with exit code 2.
    """
    ran = cybersource_project.fail("payment-webhooks catalog --stack prod")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "payment-webhooks: pulumi cannot read the stack: no stack named 'prod' found\n"


def test_wrong_setting_of_the_stack_is_told(cybersource_project: Project) -> None:
    """
    A setting that is wrong is said with the line that corrects it in the stack, and no word about other places.
    """
    cybersource_project.run("pulumi config set payment-webhooks:cybersourceRetries many")

    ran = cybersource_project.fail("payment-webhooks catalog --stack dev")

    assert ran.code == 2
    assert ran.err.count("\n") == 1
    assert "pulumi config set payment-webhooks:cybersourceRetries" in ran.err
