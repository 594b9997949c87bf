"""A receiver stands alone on a server."""

import subprocess
import sys

import pytest

FORBIDDEN = ("pulumi", "grpc", "httpx", "stamina", "starlette", "uvicorn", "joserfc", "typer", "rich")
LOADED = f"import sys; print([one for one in {FORBIDDEN} if one in sys.modules])"


@pytest.mark.parametrize(
    "program",
    [
        "from pulumi_payment_webhooks.cybersource import notifications; notifications.Receiver(keys={})",
        "import pulumi_payment_webhooks.notifications.decryption, pulumi_payment_webhooks.notifications.envelope",
        "import pulumi_payment_webhooks.crypto.certificates",
    ],
    ids=["platform", "shared", "certificates"],
)
def test_receiver_loads_no_more_than_it_needs(program):
    """
    A fresh process that can receive notifications has loaded neither Pulumi nor anything that talks to a network.
    """
    ran = subprocess.run([sys.executable, "-c", f"{program}; {LOADED}"], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
