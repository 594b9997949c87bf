"""One request to an ASGI application, without a server."""

import asyncio


def status_of(app, path, given=None, *pieces, method="POST", ends=True):
    """
    Send a request whose body arrives in *pieces*, with the headers *given*, and return the status of the answer.

    With *ends* false the sender hangs up before the body ends.
    """
    arriving = [{"type": "http.request", "body": one, "more_body": True} for one in pieces]
    arriving.append({"type": "http.request", "body": b"", "more_body": False} if ends else {"type": "http.disconnect"})
    sent = []

    async def receive():
        return arriving.pop(0)

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope_of(path, given, method=method), receive, send))
    return sent[0]["status"]


def scope_of(path, given=None, *, method="POST"):
    """What a server says of a request."""
    return {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in (given or {}).items()],
    }
