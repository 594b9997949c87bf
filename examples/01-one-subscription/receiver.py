"""Verifies and prints each notification. KEY_ID and KEY are outputs of the stack."""

import contextlib
import os
from http.server import BaseHTTPRequestHandler, HTTPServer

from pulumi_payment_webhooks.cybersource import notifications

keys = {os.environ["KEY_ID"]: os.environ["KEY"]}


class Webhooks(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            notification = notifications.verify(body, self.headers, keys=keys)
        except notifications.Unverified:
            self.send_error(401)
            return
        print(notification.event_type, notification.payload, flush=True)
        self.send_response(200)
        self.end_headers()


with contextlib.suppress(KeyboardInterrupt), HTTPServer(("127.0.0.1", 9000), Webhooks) as server:
    print("Waiting for notifications at http://127.0.0.1:9000", flush=True)
    server.serve_forever()
