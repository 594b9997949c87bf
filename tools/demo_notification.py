"""
The second half of the demo: the platform sends a notification, and the receiver of an example verifies and decrypts it.

The program, the receiver and the commands are those of the example's README.
"""

import json
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ports import reserved_port
from sandbox import PATIENCE, ROOT, Sandbox, Simulator, Unexpected, expect, pretty, running, setting
from screen import Screen

EXAMPLE = ROOT / "examples/05-receive-and-verify"
EVENT = "payments.capture.status.accepted"
KEY_PAIR = (
    "openssl req -x509 -newkey rsa:2048 -nodes -keyout receiver.key -out receiver.crt -days 365 "
    "-subj /C=US/O=simulated_organization/CN=RequestKey"
)
LEFT_OUT = {"accept", "accept-encoding", "connection", "content-length", "host"}


@dataclass(frozen=True)
class NotificationDemo:
    """
    The steps, in order.
    """

    sandbox: Sandbox
    platform: Simulator
    screen: Screen

    def play(self) -> None:
        self.platform.ask("POST", "/reset")
        with reserved_port() as port:
            self.declare(port)
            with self.receiving(port) as receiver:
                self.activate()
                self.send_forgery(port)
                self.send(receiver)
        self.sandbox.ask("pulumi destroy --yes --skip-preview")
        expect(not self.platform.subscriptions, "no subscription is left")

    def declare(self, port: int) -> None:
        self.screen.chapter("A receiver")
        self.screen.explain("The platform encrypts notifications of card payments. The private key stays here:")
        expect(shutil.which("openssl") is not None, "openssl is installed")
        self.screen.typed(KEY_PAIR)
        self.sandbox.ask(KEY_PAIR)
        self.sandbox.ask("pulumi stack init dev")
        for name in ("endpoint", "merchantId", "organizationId", "keyId"):
            self.sandbox.ask(f"pulumi config set payment-webhooks:{setting(name)} {self.platform.account[name]}")
        secret = self.platform.account["sharedSecret"]
        self.sandbox.ask(f"pulumi config set --secret payment-webhooks:{setting('sharedSecret')}", typed_in=secret)
        self.screen.explain("The settings are the same as before. The receiver will run on this machine:")
        self.sandbox.run(f"pulumi config set receiver http://127.0.0.1:{port}")
        self.screen.explain("A signature key, the certificate, and a subscription with its health URL, declared:")
        said = self.sandbox.run("pulumi up --yes --skip-preview")
        expect("+ 4 created" in said, "four things were created")

    @contextmanager
    def receiving(self, port: int) -> Iterator["subprocess.Popen[str]"]:
        keys = self.sandbox.ask("pulumi stack output signature_keys --show-secrets")
        self.screen.hidden |= set(json.loads(keys).values())
        self.screen.explain("The receiver, an ordinary Starlette app, gets the keys:")
        self.screen.typed('export SIGNATURE_KEYS="$(pulumi stack output signature_keys --show-secrets)"')
        command = f"uvicorn --factory receiver:app --port {port} --log-level warning"
        self.screen.typed(f"PRIVATE_KEY_FILE=receiver.key {command} &")
        settings = {**self.sandbox.environment, "SIGNATURE_KEYS": keys, "PRIVATE_KEY_FILE": "receiver.key"}
        with running(command.split(), cwd=self.sandbox.folder, env=settings) as receiver:
            wait_for(port)
            yield receiver

    def activate(self) -> None:
        self.screen.explain("The platform pings the health URL again and again; the clock is moved on to see it:")
        self.platform.ask("POST", "/clock", {"minutes": 10})
        (held,) = self.platform.subscriptions
        self.screen.show(pretty({name: held[name] for name in ("name", "webhookUrl", "healthCheckUrl", "status")}))
        expect(held["status"] == "ACTIVE", "the subscription is active")

    def send_forgery(self, port: int) -> None:
        self.screen.chapter("A notification")
        self.screen.explain("The receiver rejects a request that the platform did not sign:")
        forged = urllib.request.Request(
            f"http://127.0.0.1:{port}/notifications", data=json.dumps({"eventType": EVENT}).encode()
        )
        try:
            with urllib.request.urlopen(forged, timeout=PATIENCE) as answer:
                status = answer.status
        except urllib.error.HTTPError as refused:
            status = refused.code
        self.screen.show(f"HTTP {status}")
        expect(status == 401, "the receiver answers a forged request with 401")

    def send(self, receiver: "subprocess.Popen[str]") -> None:
        self.screen.explain("A payment is captured, and the platform sends a notification:")
        self.sandbox.run(f"payment-webhooks simulate emit {EVENT} --endpoint {self.platform.account['endpoint']}")
        self.screen.explain("The request: signed, and with a payload that only the receiver can decrypt:")
        (delivery,) = [one for one in self.platform.ask("GET", "/deliveries") if one["eventType"] == EVENT]
        (attempt,) = self.platform.ask("GET", f"/deliveries/{delivery['id']}")["attempts"]
        for name, value in attempt["headers"].items():
            if name.lower() not in LEFT_OUT:
                self.screen.show(f"{name}: {value}")
        self.screen.show(pretty(shortened(json.loads(attempt["body"]))))
        self.screen.explain("The receiver has verified and decrypted it, and prints:")
        said = receiver.stdout.readline().rstrip() if receiver.stdout else ""
        self.screen.show(said)
        expect(said.startswith(f"{EVENT}: signed with "), "the receiver verified the notification")
        expect(", encrypted: [{" in said, "the receiver decrypted the payload")
        expect(attempt["status"] == 200, "the receiver answered 200")


def wait_for(port: int) -> None:
    """
    Wait until a process listens on *port*.
    """
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE * 3:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Unexpected("the receiver did not start")


def shortened(body: dict[str, object]) -> dict[str, object]:
    """
    The body, without the middle of long values.
    """
    return {
        name: f"{value[:40]}...{value[-20:]}" if isinstance(value, str) and len(value) > 100 else value
        for name, value in body.items()
    }
