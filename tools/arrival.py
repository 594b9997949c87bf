"""
The second act of the demo: the platform sends a notification, and the receiver of an example verifies and decrypts it.

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

from stage import PATIENCE, ROOT, Screen, Simulator, Stage, Unexpected, must, pretty, running, setting

EXAMPLE = ROOT / "examples/05-receive-and-verify"
EVENT = "payments.capture.status.accepted"
KEY_PAIR = (
    "openssl req -x509 -newkey rsa:2048 -nodes -keyout receiver.key -out receiver.crt -days 365 "
    "-subj /C=US/O=simulated_organization/CN=RequestKey"
)
LEFT_OUT = {"accept", "accept-encoding", "connection", "content-length", "host"}


@dataclass(frozen=True)
class Arrival:
    """
    The steps, in their order.
    """

    stage: Stage
    platform: Simulator
    screen: Screen

    def tell(self) -> None:
        self.platform.ask("POST", "/reset")
        port = free_port()
        self.declare(port)
        with self.receiving(port) as receiver:
            self.activate()
            self.send_what_is_forged(port)
            self.send(receiver)
        self.stage.ask("pulumi destroy --yes --skip-preview")
        must(not self.platform.subscriptions, "no subscription is left")

    def declare(self, port: int) -> None:
        self.screen.chapter("A receiver")
        self.screen.explain("The platform encrypts card payments. A key pair for that; the private key stays here:")
        must(shutil.which("openssl") is not None, "openssl is installed here")
        self.screen.typed(KEY_PAIR)
        self.stage.ask(KEY_PAIR)
        self.stage.ask("pulumi stack init dev")
        for name in ("endpoint", "merchantId", "organizationId", "keyId"):
            self.stage.ask(f"pulumi config set payment-webhooks:{setting(name)} {self.platform.account[name]}")
        secret = self.platform.account["sharedSecret"]
        self.stage.ask(f"pulumi config set --secret payment-webhooks:{setting('sharedSecret')}", typed_in=secret)
        self.screen.explain("The settings are the same as before. The receiver will run on this machine:")
        self.stage.run(f"pulumi config set receiver http://127.0.0.1:{port}")
        self.screen.explain("A signature key, the certificate, and a subscription with its health URL, declared:")
        said = self.stage.run("pulumi up --yes --skip-preview")
        must("+ 4 created" in said, "four things were created")

    @contextmanager
    def receiving(self, port: int) -> Iterator["subprocess.Popen[str]"]:
        keys = self.stage.ask("pulumi stack output signature_keys --show-secrets")
        self.screen.hidden |= set(json.loads(keys).values())
        self.screen.explain("The receiver, an ordinary Starlette app, gets the keys:")
        self.screen.typed('export SIGNATURE_KEYS="$(pulumi stack output signature_keys --show-secrets)"')
        command = f"uvicorn --factory receiver:app --port {port} --log-level warning"
        self.screen.typed(f"PRIVATE_KEY_FILE=receiver.key {command} &")
        settings = {**self.stage.environment, "SIGNATURE_KEYS": keys, "PRIVATE_KEY_FILE": "receiver.key"}
        with running(command.split(), cwd=self.stage.folder, env=settings) as receiver:
            wait_for(port)
            yield receiver

    def activate(self) -> None:
        self.screen.explain("The platform pings the health URL again and again; the clock is moved on to see it:")
        self.platform.ask("POST", "/clock", {"minutes": 10})
        (held,) = self.platform.subscriptions
        self.screen.show(pretty({name: held[name] for name in ("name", "webhookUrl", "healthCheckUrl", "status")}))
        must(held["status"] == "ACTIVE", "the subscription is active")

    def send_what_is_forged(self, port: int) -> None:
        self.screen.chapter("A notification")
        self.screen.explain("What anybody could send is refused, because nobody signed it:")
        forged = urllib.request.Request(
            f"http://127.0.0.1:{port}/notifications", data=json.dumps({"eventType": EVENT}).encode()
        )
        try:
            with urllib.request.urlopen(forged, timeout=PATIENCE) as answer:
                status = answer.status
        except urllib.error.HTTPError as refused:
            status = refused.code
        self.screen.show(f"HTTP {status}")
        must(status == 401, "what is forged is answered 401")

    def send(self, receiver: "subprocess.Popen[str]") -> None:
        self.screen.explain("A payment is captured, and the platform tells of it:")
        self.stage.run(f"payment-webhooks simulate emit {EVENT} --endpoint {self.platform.account['endpoint']}")
        self.screen.explain("What travelled: signed for the receiver, its payload readable for the receiver alone:")
        (told,) = [one for one in self.platform.ask("GET", "/deliveries") if one["eventType"] == EVENT]
        (attempt,) = self.platform.ask("GET", f"/deliveries/{told['id']}")["attempts"]
        for name, value in attempt["headers"].items():
            if name.lower() not in LEFT_OUT:
                self.screen.show(f"{name}: {value}")
        self.screen.show(pretty(shortened(json.loads(attempt["body"]))))
        self.screen.explain("What the receiver says, when it has verified and decrypted that:")
        said = receiver.stdout.readline().rstrip() if receiver.stdout else ""
        self.screen.show(said)
        must(said.startswith(f"{EVENT}: signed with "), "the receiver verified the notification")
        must(", encrypted: [{" in said, "the receiver decrypted the payload")
        must(attempt["status"] == 200, "the receiver answered 200")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """
    Wait until somebody listens on *port*.
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
    The body, with the middle of what is encrypted left out.
    """
    return {
        name: f"{value[:40]}...{value[-20:]}" if isinstance(value, str) and len(value) > 100 else value
        for name, value in body.items()
    }
