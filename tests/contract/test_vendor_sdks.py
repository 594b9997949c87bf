"""The vendor's SDKs, unchanged, in all that they offer for webhooks: over http and https, in each authentication."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.crypto.certificates import der_line, encryption_pem

import vendor_sdks
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs

PROGRAMS = Path(__file__).parents[1] / "vendor_sdks"
WAYS = [(False, "http_signature"), (True, "jwt")]
SUBSCRIPTION = {
    "name": "orders",
    "description": "order events",
    "products": [{"productId": "payments", "eventTypes": ["payments.capture.status.accepted"]}],
    "webhookUrl": "https://hooks.example.net/visa",
    "healthCheckUrl": "https://hooks.example.net/up",
    "notificationScope": "SELF",
    "retryPolicy": {"algorithm": "ARITHMETIC", "firstRetry": 1, "interval": 1, "deactivateFlag": "false"},
    "securityPolicy": {"securityType": "KEY"},
}
STATUSES = [200, 201, 201, 201, 201, 200, 200, 200, 201, 200, 404, 404]
"""Products, two symmetric keys, a certificate, create, status, list, update, test, delete, and two looks after that."""
CREATED = STATUSES.index(201, 4) + 1
"""Calls up to the create, after which the program waits."""


@pytest.fixture(params=WAYS, ids=lambda way: f"{'https' if way[0] else 'http'}-{way[1]}")
def way(request: pytest.FixtureRequest) -> tuple[bool, str]:
    found: tuple[bool, str] = request.param
    return found


@pytest.fixture
def simulator(way: tuple[bool, str]) -> Iterator[CybersourceSimulator]:
    with CybersourceSimulator(tls=way[0], knobs=Knobs(review="manual")) as simulator:
        yield simulator


def test_sdk_for_python(simulator: CybersourceSimulator, way: tuple[bool, str], tmp_path: Path) -> None:
    """
    Its program goes through, and each call is answered as the platform's pages say.
    """
    sdk = vendor_sdks.python() or pytest.skip(vendor_sdks.MISSING)
    spelled = {
        "merchantid": simulator.merchant_id,
        "merchant_keyid": simulator.key_id,
        "merchant_secretkey": simulator.shared_secret,
        "authentication_type": "http_signature" if way[1] == "http_signature" else "jwt",
        "jwt_key_type": "P12" if way[1] == "p12" else "SHARED_SECRET",
        "keys_directory": str(tmp_path),
        "key_file_name": "merchant",
        "key_alias": simulator.merchant_id,
        "key_password": "open, sesame",
        **address(simulator, "run_environment", "IntermediateHost"),
    }

    assert ran(sdk, "workflow.py", spelled, simulator, tmp_path) == STATUSES


def test_sdk_for_node(simulator: CybersourceSimulator, way: tuple[bool, str], tmp_path: Path) -> None:
    """
    The same holds for the SDK for Node.js.
    """
    sdk = vendor_sdks.node() or pytest.skip(vendor_sdks.MISSING)
    spelled = {
        "merchantID": simulator.merchant_id,
        "merchantKeyId": simulator.key_id,
        "merchantsecretKey": simulator.shared_secret,
        "authenticationType": "http_signature" if way[1] == "http_signature" else "jwt",
        "jwtKeyType": "P12" if way[1] == "p12" else "SHARED_SECRET",
        "keysDirectory": str(tmp_path),
        "keyFileName": "merchant",
        "keyAlias": simulator.merchant_id,
        "keyPass": "open, sesame",
        "logConfiguration": {"enableLog": False},
        **address(simulator, "runEnvironment", "intermediateHost"),
    }

    assert ran(sdk, "workflow.js", spelled, simulator, tmp_path) == STATUSES


def address(simulator: CybersourceSimulator, host: str, intermediate: str) -> dict[str, str]:
    """Where the SDK asks: over https at the simulator as its host, over http behind the host of the platform."""
    if simulator.is_tls:
        return {host: simulator.endpoint.removeprefix("https://")}
    return {host: "apitest.cybersource.com", intermediate: simulator.endpoint}


def approve_all(simulator: CybersourceSimulator) -> None:
    """Ends every review of a URL."""
    for one in simulator.subscriptions:
        simulator.subscriptions.approve(one.webhook_id)


def ran(
    sdk: vendor_sdks.Sdk, source: str, spelled: dict[str, Any], simulator: CybersourceSimulator, folder: Path
) -> list[int]:
    """The statuses that a program of the SDK saw, but for its look at what was approved."""
    (folder / "merchant.p12").write_bytes(simulator.p12("open, sesame"))
    account: dict[str, Any] = {
        "organizationId": simulator.organization_id,
        "configuration": spelled,
        "certificate": der_line(encryption_pem()),
        "subscription": {**SUBSCRIPTION, "organizationId": simulator.organization_id},
    }
    environment = {**os.environ, **sdk.environment}
    if simulator.is_tls:
        account["trusted"] = environment["NODE_EXTRA_CA_CERTS"] = str(simulator.trusted_file)
    (folder / "account.json").write_text(json.dumps(account))
    command = [sdk.program, str(PROGRAMS / source), str(folder / "account.json")]

    calls = []
    with (
        (folder / "errors").open("w+") as errors,
        subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as program,
    ):
        assert program.stdin
        assert program.stdout
        for line in program.stdout:
            calls.append(json.loads(line))
            if len(calls) == CREATED:
                approve_all(simulator)
                program.stdin.write("approved\n")
                program.stdin.flush()
    assert program.returncode == 0, (folder / "errors").read_text()
    return [
        one["status"]
        for one in calls
        if ("ById" not in one["call"] and "by_id" not in one["call"]) or one["status"] != 200
    ]
