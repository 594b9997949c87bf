"""TALKS: one HTTP session per account: authentication, retries, redaction. Decides nothing."""

from .answer import Answer
from .retry import OnWait, Patience, announcing
from .session import Dialect, Session

__all__ = [
    "Answer",
    "Dialect",
    "OnWait",
    "Patience",
    "Session",
    "announcing",
]
