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
        "from pulumi_payment_webhooks.digital_river import notifications; notifications.Receiver(secrets=[])",
        "import pulumi_payment_webhooks.notifications.decryption, pulumi_payment_webhooks.notifications.envelope",
        "import pulumi_payment_webhooks.crypto.certificates",
    ],
    ids=["cybersource", "digital_river", "shared", "certificates"],
)
def test_receiver_loads_no_more_than_it_needs(program):
    """
    A fresh process that can receive notifications has loaded neither Pulumi nor anything that talks to a network.
    """
    ran = subprocess.run([sys.executable, "-c", f"{program}; {LOADED}"], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_receiver_of_plain_secrets_needs_no_cryptography():
    """
    Signatures by text secrets need the standard library alone.
    """
    program = "import pulumi_payment_webhooks.digital_river.notifications, sys; print('cryptography' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "False"
