"""The receivers of examples 01 and 09, which are scripts for a terminal."""

import runpy
from http import server
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
OUTPUTS = {"KEY_ID": "k", "KEY": "a2V5", "CURRENT": "{}", "PREVIOUS": "{}", "PASSWORD": "p", "CLIENT_SECRET": "c"}


class Interrupted(server.HTTPServer):
    """A server that ends with Ctrl-C as soon as it serves, on any free port."""

    def __init__(self, address: tuple[str, int], handler: type[server.BaseHTTPRequestHandler]) -> None:
        super().__init__((address[0], 0), handler)

    def serve_forever(self, poll_interval: float = 0.5) -> None:
        self.server_close()
        raise KeyboardInterrupt


@pytest.mark.parametrize("example", ["01-one-subscription", "09-digital-river"])
def test_ctrl_c_ends_a_receiver_without_a_traceback(example: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """
    Ctrl-C is how the pages end a receiver, so it is not an error.
    """
    monkeypatch.setattr(server, "HTTPServer", Interrupted)
    for name, value in OUTPUTS.items():
        monkeypatch.setenv(name, value)

    try:
        runpy.run_path(str(EXAMPLES / example / "receiver.py"), run_name="__main__")
    except KeyboardInterrupt:
        pytest.fail("a receiver does not end quietly with Ctrl-C")
