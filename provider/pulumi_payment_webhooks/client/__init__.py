"""Talks to platforms: one HTTP session per account, with authentication, retries and redaction. Decides nothing."""

from ..attendance import OnWait, announcing
from .answer import Answer
from .code_host import Access, CodeHost
from .connection import Connection, Connections
from .pacing.gate import Gates
from .retry import Patience
from .session import Dialect, Session

__all__ = [
    "Access",
    "Answer",
    "CodeHost",
    "Connection",
    "Connections",
    "Dialect",
    "Gates",
    "OnWait",
    "Patience",
    "Session",
    "announcing",
]
