"""
The pictures of the inbox in docs/images: a simulator in the middle of its work, in a real browser, light and dark.

    .venv/bin/python tools/screenshots.py [FOLDER]

They show the time at which they were taken; take them again only if the page looks different.
"""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import Browser

from browser import chromium
from pulumi_payment_webhooks.crypto.keys import certify, new_rsa_key
from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator
from pulumi_payment_webhooks.simulator.cybersource.knobs import Knobs
from pulumi_payment_webhooks.simulator.cybersource.subscriptions import bodies

IMAGES = Path(__file__).parents[1] / "docs/images"
SIZE = {"width": 1180, "height": 720}
STEADY: Mapping[str, Any] = {"algorithm": "ARITHMETIC", "firstRetry": 10, "interval": 30, "numberOfRetries": 5}
REPEATED: Mapping[str, Any] = {
    "firstRetry": 1,
    "numberOfRetries": 3,
    "repeatSequenceCount": 1,
    "deactivateFlag": "false",
}


class Receiver(BaseHTTPRequestHandler):
    """Answers 200, but 503 to the first three requests for `/moody`."""

    moods: ClassVar[list[int]] = [503, 503, 503]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        status = self.moods.pop() if self.path == "/moody" and self.moods else 200
        answer = b'{"received": true}' if status == 200 else b"the database is down, try again later"
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def receiver() -> Iterator[str]:
    """The URL of a receiver that runs until the block ends."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def subscribe(simulator: CybersourceSimulator, name: str, url: str, product: str, *events: str, **besides: Any) -> str:
    """Create an active subscription; return its id."""
    body = {
        "name": name,
        "organizationId": simulator.organization_id,
        "products": [{"productId": product, "eventTypes": list(events)}],
        "webhookUrl": url,
        "securityPolicy": {"securityType": "KEY"},
        **besides,
    }
    held = simulator.subscriptions.add(bodies.read_document(body, simulator.knobs))
    simulator.subscriptions.set_status(held.webhook_id, "ACTIVE")
    return held.webhook_id


def work(simulator: CybersourceSimulator, url: str) -> str:
    """Send and retry notifications; return the id of the delivery that the pictures show."""
    organization = simulator.organization_id
    simulator.add_signature_key()
    key = certify(new_rsa_key(), name="receiver", id=None, begins=datetime.now(UTC))
    simulator.keys.add_certificate(
        organization, key.certificate.public_bytes(Encoding.DER), expires_on=key.certificate.not_valid_after_utc
    )
    tokens = ("tms.networktoken.updated", "tms.networktoken.provisioned")
    subscribe(simulator, "network-tokens", f"{url}/moody", "tokenManagement", *tokens, retryPolicy=STEADY)
    captures = ("payments.capture.status.accepted", "payments.refund.status.updated")
    subscribe(simulator, "captures", f"{url}/hooks/captures", "payments", *captures)
    risk = subscribe(
        simulator,
        "risk-decisions",
        f"{url}/hooks/risk",
        "decisionManager",
        "risk.casemanagement.decision.reject",
        retryPolicy=REPEATED,
    )
    for event in (*captures, captures[0]):
        simulator.emit(event)
        simulator.settle()
        simulator.move(minutes=1)
    simulator.break_endpoint(risk)
    simulator.emit("risk.casemanagement.decision.reject")
    simulator.settle()
    simulator.move(seconds=150)
    simulator.emit(tokens[1])
    simulator.settle()
    simulator.move(seconds=30)
    simulator.emit("risk.casemanagement.decision.reject")
    simulator.emit(captures[1])
    simulator.settle()
    simulator.move(seconds=25)
    return next(one.id for one in simulator.deliveries if one.event_type == tokens[1])


def picture(browser: Browser, address: str, file: Path, **settings: Any) -> None:
    """Take one picture."""
    context = browser.new_context(viewport=SIZE, **settings)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.locator("#chosen .timeline svg").wait_for()
    page.screenshot(path=file)
    context.close()


def main(folder: Path) -> None:
    """Write both pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    with receiver() as url, CybersourceSimulator(knobs=Knobs(clock_scale=60)) as simulator, chromium() as browser:
        chosen = work(simulator, url)
        for scheme in ("light", "dark"):
            address = f"{simulator.endpoint}/#delivery={chosen}"
            picture(browser, address, folder / f"inbox-{scheme}.png", color_scheme=scheme)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
