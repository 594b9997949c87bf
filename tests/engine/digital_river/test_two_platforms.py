"""
Both platforms in one program.
"""

from tests.engine.digital_river.stack import HEAD, Stack, hook
from tests.engine.project import Project

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.digital_river.handle import DigitalRiverSimulator

PROGRAM = (
    "from pulumi_payment_webhooks import cybersource\n"
    'key = cybersource.DigitalSignatureKey("key")\n'
    'payments = cybersource.WebhookSubscription("payments", name="payments", webhook_url="https://hooks.example.com/cs",'
    ' products={"payments": ["payments.payments.accept"]}, signature_key=key)\n'
)


def test_both_platforms_in_one_program(
    cybersource_project: Project, cybersource_simulator: CybersourceSimulator, river: DigitalRiverSimulator
) -> None:
    """
    One program has resources of both platforms, each with its own settings; the next preview is empty.
    """
    stack = Stack.configured(cybersource_project, river)
    stack.project.write(HEAD + hook() + PROGRAM)
    stack.up()
    rest = stack.rest()
    kept = (len(river.webhooks), len(list(cybersource_simulator.subscriptions)))
    stack.project.run("pulumi destroy --yes --skip-preview")

    assert (rest, kept) == ("", (1, 1))
    assert (len(river.webhooks), len(list(cybersource_simulator.subscriptions))) == (0, 0)


def test_settings_of_one_platform_suffice_for_it(stack: Stack) -> None:
    """
    A program with Digital River alone needs no setting of Cybersource.
    """
    stack.up(hook())

    assert stack.rest() == ""
