"""TALKS: one HTTP session per account: authentication, retries, redaction. Decides nothing."""

from .answer import Answer
from .retry import OnWait, Patience, announcing
from .session import Session

__all__ = [
    "Answer",
    "OnWait",
    "Patience",
    "Session",
    "announcing",
]
