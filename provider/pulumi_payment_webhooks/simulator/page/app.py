"""The page over HTTP: its files, its stream and its data, with a strict content security policy."""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..desk.wire.control import PREFIX
from ..desk.wire.visitors import SAFE, stranger
from .source import Source
from .stream import Stream
from .view import PageView

ADDRESS = f"{PREFIX}/inbox"
FILES = {
    "inbox.html": "text/html",
    "inbox.css": "text/css",
    "inbox.js": "text/javascript",
    "deliveries.js": "text/javascript",
    "detail.js": "text/javascript",
    "elements.js": "text/javascript",
    "subscriptions.js": "text/javascript",
    "timeline.js": "text/javascript",
    "icon.svg": "image/svg+xml",
}
POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ]
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_ASSETS = Path(__file__).parent / "assets"


def pages(source: Source) -> dict[str, ASGIApp]:
    """
    The page of a platform, by the paths at which a desk serves it.

    Args:
        source: The platform.
    """
    page = Page(source)
    return {"/": page, ADDRESS: page}


class Page:
    """The ASGI application."""

    def __init__(self, source: Source) -> None:
        self._view = PageView(source)
        self._router = Router(
            [
                Route("/", _page),
                Route(ADDRESS, _page),
                Route(f"{ADDRESS}/stream", Stream(self._view)),
                Route(f"{ADDRESS}/deliveries/{{id}}", self._delivery),
                Route(f"{ADDRESS}/{{name}}", _file),
            ],
            redirect_slashes=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
                message["headers"] = [*message.get("headers", []), *own]
            await send(message)

        await self._answering(scope)(scope, receive, guarded)

    def _answering(self, scope: Scope) -> ASGIApp:
        why = stranger(scope["method"], dict(Request(scope).headers), scheme=scope["scheme"])
        if why is not None:
            return JSONResponse({"message": why}, 403)
        if scope["method"] not in SAFE:
            return JSONResponse({"message": "the page can only be read"}, 405, {"Allow": "GET, HEAD"})
        return self._router

    def _delivery(self, request: Request) -> Response:
        try:
            return JSONResponse(self._view.delivery(request.path_params["id"]))
        except KeyError as missing:
            return JSONResponse({"message": f"{missing.args[0]} does not exist"}, 404)


def _page(_: Request) -> Response:
    return FileResponse(_ASSETS / "inbox.html", media_type="text/html")


def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        return JSONResponse({"message": f"file {name} does not exist"}, 404)
    return FileResponse(_ASSETS / name, media_type=FILES[name])
