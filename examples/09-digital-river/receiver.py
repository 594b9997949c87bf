"""Verifies and prints each event, and issues the token for OAUTH. CURRENT and PREVIOUS are outputs of the stack."""

import contextlib
import json
import os
import secrets
from base64 import b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

from pulumi_payment_webhooks.digital_river import notifications

previous = json.loads(os.environ["PREVIOUS"])
receivers = {
    path: notifications.Receiver(secrets=[current, *(one["secret"] for one in previous[path].values())])
    for path, current in json.loads(os.environ["CURRENT"]).items()
}
password, client_secret = os.environ["PASSWORD"], os.environ["CLIENT_SECRET"]
token = secrets.token_urlsafe()
credentials = {
    "/subscriptions": f"Basic {b64encode(f'digital-river:{password}'.encode()).decode()}",
    "/invoices": f"Bearer {token}",
}


class Webhooks(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/token":
            is_known = parse_qs(body.decode()).get("client_secret") == [client_secret]
            self.answer(200, json.dumps({"access_token": token})) if is_known else self.answer(401)
        elif self.path not in receivers or not self.is_authorized():
            self.answer(401)
        else:
            self.receive(receivers[self.path], body)

    def is_authorized(self):
        given = self.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), credentials[self.path].encode())

    def receive(self, receiver, body):
        try:
            event = receiver.verify(body, self.headers)
        except notifications.Unverified:
            self.answer(401)
            return
        print(event.type, event.object, flush=True)
        self.answer(202)

    def answer(self, status, text=""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())


with contextlib.suppress(KeyboardInterrupt), HTTPServer(("127.0.0.1", 9000), Webhooks) as server:
    print("Waiting for notifications at http://127.0.0.1:9000", flush=True)
    server.serve_forever()
