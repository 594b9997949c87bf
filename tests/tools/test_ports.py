"""
Ports for servers that are started later.
"""

import socket

import pytest

from ports import reserved_port


def test_nobody_listens_before_the_server() -> None:
    """
    A connection to a reserved port is refused, and succeeds as soon as the server listens there.
    """
    with reserved_port() as port:
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port))
        with socket.create_server(("127.0.0.1", port)):
            socket.create_connection(("127.0.0.1", port)).close()


def test_nobody_gets_it_by_chance() -> None:
    """
    A reserved port is in use for every socket that does not insist on it.
    """
    with reserved_port() as port, socket.socket() as other, pytest.raises(OSError, match="in use"):
        other.bind(("127.0.0.1", port))
