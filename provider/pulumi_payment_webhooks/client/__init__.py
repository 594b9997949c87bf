"""TALKS: one HTTP session per account: authentication, retries, redaction. Decides nothing."""

from .answer import Answer
from .authentication import Account, HttpSignatureAuthentication, JwtAuthentication
from .retry import OnWait, Patience, announcing
from .session import Session

__all__ = [
    "Account",
    "Answer",
    "HttpSignatureAuthentication",
    "JwtAuthentication",
    "OnWait",
    "Patience",
    "Session",
    "announcing",
]
