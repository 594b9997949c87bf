"""
Stands in for the Python interpreter: asks the zygote for a process, passes on signals, and ends as that process ends.

`interpreter.py` copies it beside the zygote's socket. It starts often, so it loads as little as possible.
"""

import _signal  # type: ignore[import-not-found]  # built in, and unknown to typeshed
import _socket
import marshal
import os
import sys

DOOR = ""  # The path of the zygote's socket, filled in.


def pass_on(number: int, _: object) -> None:
    try:
        line.send(bytes([number]))
    except OSError:
        return  # The process has ended, and its status is about to be read.


_signal.signal(_signal.SIGINT, _signal.SIG_DFL)  # Python's own handler prints a traceback.
line = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET)
line.connect(DOOR)
request = marshal.dumps((sys.argv[1:], os.getcwd(), dict(os.environ)))  # noqa: PTH109 - pathlib takes long to load
streams = b"".join(number.to_bytes(4, sys.byteorder) for number in range(3))
line.sendmsg([request], [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, streams)])
for one in (_signal.SIGINT, _signal.SIGTERM, _signal.SIGHUP):
    _signal.signal(one, pass_on)
line.settimeout(1)  # A signal that arrives just before the wait does not end it.
answer = None
while answer is None:
    try:
        answer = line.recv(4)
    except TimeoutError:
        continue
status = int.from_bytes(answer or b"\0\0\0\1", "big", signed=True)
if status < 0:
    if -status != _signal.SIGKILL:
        _signal.signal(-status, _signal.SIG_DFL)
    os.kill(os.getpid(), -status)
os._exit(status)
