"""
Ports of this machine for servers that are started later.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def reserved_port() -> Iterator[int]:
    """
    A port at which nothing listens until the server for which it is reserved does.

    Nobody else gets it by chance: no server that takes any port, and no connection, not even one to the port itself,
    which would then look as if the server listened. The server can have it if it allows the reuse of its address.
    """
    with socket.socket() as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]
