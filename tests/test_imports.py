"""What each part loads, seen in fresh processes."""

import subprocess
import sys

import pytest

NAMES = "import pulumi_payment_webhooks.cybersource as c; [getattr(c, name) for name in c.__all__]"
PROGRAM_SIDE = f"{NAMES[:-1]} if not c._HOMES[name].endswith('functions')]"
HEAVY = ("pydantic", "httpx", "stamina", "cryptography", "joserfc", "starlette", "uvicorn", "typer", "rich")
PULUMI = ("pulumi", "grpc", "google.protobuf")
PACKAGE = "pulumi_payment_webhooks"

FORBIDDEN = [
    (PROGRAM_SIDE, HEAVY),
    (f"import {PACKAGE}.program", HEAVY),
    (f"import {PACKAGE}", (*HEAVY, *PULUMI)),
    (f"import {PACKAGE}.cybersource", (*HEAVY, *PULUMI)),
    (f"import {PACKAGE}.errors", (*HEAVY, *PULUMI)),
    (f"import {PACKAGE}.cybersource.rules.retry_drawing", (*HEAVY, *PULUMI)),
    (
        f"import {PACKAGE}.crypto.digest, {PACKAGE}.crypto.jwt, {PACKAGE}.cybersource.rules.http_signature",
        ("httpx", *PULUMI),
    ),
    (f"import {PACKAGE}.client", ("starlette", "uvicorn", *PULUMI)),
    (f"import {PACKAGE}.reconcile.run.lifecycle", ("httpx", "cryptography", "joserfc", "starlette", *PULUMI)),
    (f"import {PACKAGE}.registry; {PACKAGE}.registry.platform('cybersource')", ("httpx", "starlette", *PULUMI)),
    (f"import {PACKAGE}.simulator.cybersource.handle", (f"{PACKAGE}.client", f"{PACKAGE}.reconcile", *PULUMI)),
    (f"import {PACKAGE}.simulator.cybersource.fixture", ("starlette", "uvicorn", "pydantic", "httpx", *PULUMI)),
    (f"import {PACKAGE}.dynamic", ("httpx", "joserfc", "stamina", "starlette", "uvicorn", "typer")),
]


@pytest.mark.parametrize(("statement", "forbidden"), FORBIDDEN, ids=[statement for statement, _ in FORBIDDEN])
def test_part_stays_light(statement, forbidden):
    """
    A fresh process that loads this part has loaded none of what it must not need.
    """
    script = f"{statement}\nimport sys; print(*sorted(sys.modules))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    loaded = set(printed.split())

    assert loaded & set(forbidden) == set()


def test_every_name_of_the_platform_can_be_loaded():
    """
    Each name that the platform's module offers is there when it is asked for, and the list is sorted.
    """
    script = f"{NAMES}; print(c.__all__ == sorted(c.__all__) == sorted(c._HOMES))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "True"


def test_unknown_name_of_the_platform_is_refused():
    """
    A name that the platform does not have is an ordinary AttributeError, so that `hasattr` works.
    """
    script = "import pulumi_payment_webhooks.cybersource as c; print(hasattr(c, 'Nothing'))"
    printed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "False"
