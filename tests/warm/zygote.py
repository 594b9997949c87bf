"""
Loads the provider, Pulumi's SDK and the command line once, and forks a Python process for each request.

A forked process starts in a hundredth of a second instead of half a second. It has its own streams, arguments,
variables, folder and process group, and it ends when the process that asked for it ends. Modules that look at their
process when they are loaded, such as `faces.engine`, must not be loaded here.
"""

from __future__ import annotations

import asyncio
import atexit
import gc
import marshal
import os
import runpy
import selectors
import signal
import socket
import sys
import threading
from contextlib import suppress
from typing import NamedTuple

import pulumi.dynamic  # noqa: F401 - for every fork

from pulumi_payment_webhooks import cli, cybersource, digital_river, registry

LONGEST = 1 << 20
"""Bytes of the longest request: arguments and variables."""
HELD = {signal.SIGHUP, signal.SIGINT, signal.SIGTERM}
"""Signals that a terminal or a job sends to all of its processes: the zygote ends with the process that started it."""
# What a process that was started normally would load by itself.
LOADED = [
    asyncio,
    cli,
    *(getattr(one, name) for one in (cybersource, digital_river) for name in one.__all__),
    *(one.operations() for name in registry.PLATFORMS for one in registry.platform(name).resources),
]


class Request(NamedTuple):
    """A Python process: the arguments of the interpreter, the folder and the environment variables."""

    arguments: list[str]
    folder: str
    variables: dict[str, str]


class Zygote:
    """
    Forks until its standard input ends.

    Args:
        door: The socket at which it accepts requests.
    """

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._children: dict[int, socket.socket] = {}
        self._ended, woken = socket.socketpair()
        self._events = selectors.DefaultSelector()
        self._own = (self._ended, woken, door)
        for one in self._own:
            one.setblocking(False)
        signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
        for readable in (door, self._ended, sys.stdin):
            self._events.register(readable, selectors.EVENT_READ)

    def serve(self) -> Request | None:
        """Return the request in each forked process, and None in the zygote itself when its processes have ended."""
        try:
            return self._serve()
        finally:
            self._kill(*self._children)
            self._bury(block=True)

    def _serve(self) -> Request | None:
        while True:
            for key, _ in self._events.select():
                if key.fileobj is sys.stdin:
                    return None
                if key.fileobj is self._ended:
                    self._ended.recv(4096)
                    self._bury()
                elif key.fileobj is self._door:
                    if request := self._fork():
                        return request
                elif child := next((one for one in self._children.items() if one[1] is key.fileobj), None):
                    self._pass_on(child)  # Otherwise it was buried a moment ago, and its client ended with it.

    def _fork(self) -> Request | None:
        client, _ = self._door.accept()
        client.setblocking(True)
        sent, streams, _, _ = socket.recv_fds(client, LONGEST, 3)
        if not sent:  # The client ended before it sent its request.
            client.close()
            return None
        pid = os.fork()
        if pid == 0:
            self._leave(client)
            for number, stream in enumerate(streams):
                os.dup2(stream, number)
                os.close(stream)
            return Request(*marshal.loads(sent))
        for stream in streams:
            os.close(stream)
        with suppress(ProcessLookupError, PermissionError):  # It has ended, or runs another program already.
            os.setpgid(pid, pid)  # The child does the same: a kill must reach it even before that.
        self._children[pid] = client
        self._events.register(client, selectors.EVENT_READ)
        return None

    def _pass_on(self, child: tuple[int, socket.socket]) -> None:
        """Send a child and its children the signal that its client received; kill them when the client is gone."""
        pid, client = child
        if got := client.recv(1):
            with suppress(ProcessLookupError):
                os.killpg(pid, got[0])
        else:
            self._kill(pid)
            self._events.unregister(client)

    def _leave(self, client: socket.socket) -> None:
        os.setpgid(0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self._events.close()
        for one in (*self._own, client, *self._children.values()):
            one.close()
        self._children.clear()

    def _kill(self, *children: int) -> None:
        for pid in children:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _bury(self, *, block: bool = False) -> None:
        while self._children:
            pid, status = os.waitpid(-1, 0 if block else os.WNOHANG)
            if pid == 0:
                return
            client = self._children.pop(pid)
            with suppress(OSError):
                client.send(os.waitstatus_to_exitcode(status).to_bytes(4, "big", signed=True))
            with suppress(KeyError):
                self._events.unregister(client)
            client.close()


def run(request: Request) -> None:
    """Run what `python -u` would run with these arguments."""
    os.environ.clear()
    os.environ.update(request.variables)
    os.chdir(request.folder)
    arguments = [one for one in request.arguments if one != "-u"]
    if arguments[0] == "-m":
        sys.argv = arguments[1:]
        sys.path.insert(0, request.folder)
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    elif arguments[0] == "-c":
        sys.argv = ["-c", *arguments[2:]]
        sys.path.insert(0, "")
        exec(arguments[1], {"__name__": "__main__"})
    else:
        sys.argv = arguments
        sys.path.insert(0, os.path.dirname(os.path.abspath(arguments[0])))  # noqa: PTH100, PTH120 - as the interpreter
        runpy.run_path(arguments[0], run_name="__main__")


def main() -> None:
    """Serve at the socket whose path is the first argument; the second is how many clients may wait there."""
    sys.path = [one for one in sys.path if one]
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
        door.bind(sys.argv[1])
        door.listen(int(sys.argv[2]))
        print("ready", flush=True)
        gc.freeze()
        request = Zygote(door).serve()
    if request:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD)
        end(status_of(request))


def status_of(request: Request) -> int:
    """Run a request, and return the status with which the interpreter would exit."""
    try:
        run(request)
    except SystemExit as error:
        if error.code is not None and not isinstance(error.code, int):
            raise
        return error.code or 0
    return 0


def end(status: int) -> None:
    """
    End this process as the interpreter would, but without its clean-up of every module, which takes longer than a fork.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # private, but what the interpreter calls
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        sys.exit(status)  # The interpreter itself reports a stream that nobody reads.
    os._exit(status)


if __name__ == "__main__":
    main()
