"""What a preview says of an account that uses the deprecated version of the API."""

import pytest
from tests.cybersource.life import config_of, next_run
from tests.cybersource.orders import LEAST, SUBSCRIPTION
from tests.stand_ins.dynamic_process import KEY, urn

from pulumi_payment_webhooks import registry
from pulumi_payment_webhooks.reconcile.run.handler import Handler
from pulumi_payment_webhooks.reconcile.run.phase import Phase
from pulumi_payment_webhooks.settings.mechanism import Settings
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

DECLARED = [(SUBSCRIPTION, "orders", LEAST), (SUBSCRIPTION, "orders", LEAST), (KEY, "key", {"existingKeyId": "k"})]
WARNING = (
    "cybersourceApiVersion is v1, which is deprecated and ends with 2026: change it to v2; "
    "see docs/how-to/use-the-v1-api.md#move-to-v2"
)


@pytest.mark.parametrize(("version", "said"), [("v1", [WARNING]), ("v2", [])])
def test_deprecated_api_is_reported_once(
    cybersource_simulator: CybersourceSimulator, version: str, said: list[str]
) -> None:
    """
    An account of v1 is warned once that it is deprecated, whatever is declared; one of v2 is not.
    """
    phase, platform = Phase(), registry.platform("cybersource")
    settings = Settings(config_of(cybersource_simulator, ApiVersion=version).get, {})
    verdicts = [
        Handler(registry.resource_type(kind), platform, settings, phase).check(urn(kind, name), {}, news)
        for kind, name, news in DECLARED
    ]
    next_run()
    texts = [str(one.problem) for verdict in verdicts for one in verdict.remarks]

    assert [one for one in texts if "ApiVersion" in one] == said
