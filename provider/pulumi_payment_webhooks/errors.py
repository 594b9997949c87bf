"""
Every error this package raises. No I/O here, and nothing but the standard library.

    PaymentWebhooksError         the common root: a message a person can act on
    ├── SettingsProblem          a setting is missing, malformed or not allowed
    ├── PlatformError            the platform did not do what it was asked
    │   ├── Refused              a definite no; nothing changed there
    │   │   ├── Missing          the platform itself says that the object does not exist (404, 410)
    │   │   └── AlreadyExists    another object occupies the natural key
    │   ├── Unavailable          no definite answer, and asking changed nothing
    │   └── Unclear              no definite answer to a change; it may or may not be stored
    ├── PartiallyDone            the platform accepted a part before something failed
    ├── NotPosted                a report did not reach the place where people read it
    │   └── Outdated             it is about a commit that is not the last one, so it must not
    ├── Unverified               a notification is not shown to come from the platform
    ├── Unreadable               a notification comes from the platform, and cannot be read here
    └── NotAPreview              a text is not the preview of a stack that it should be
"""

from __future__ import annotations

from collections.abc import Mapping

from .wording import Words


class PaymentWebhooksError(Exception):
    """The common root: its text names the thing, the field and the remedy, and no secret."""

    def __init__(self, message: Words = "") -> None:
        super().__init__(message)
        self.message = message


class SettingsProblem(PaymentWebhooksError):
    """A setting is missing, malformed or not allowed."""


class PlatformError(PaymentWebhooksError):
    """
    The platform did not do what it was asked.

    Args:
        message: What happened, in words for a person.
        status: HTTP status of the answer; None when there was no answer.
        reference: The platform's own reference of the request, to give to its support.
        fields: Fields the platform complains about, with its reason for each.
        reason: Why, in a few words that name the host, for a message that says itself what was being done.
    """

    def __init__(
        self,
        message: Words,
        *,
        status: int | None = None,
        reference: str | None = None,
        fields: tuple[tuple[str, str], ...] = (),
        reason: str = "",
    ) -> None:
        super().__init__(message)
        self.reason = reason or str(message)
        self.status = status
        self.reference = reference
        self.fields = fields


class Refused(PlatformError):
    """A definite no: the request was understood and nothing changed."""


class Missing(Refused):
    """The platform itself says that the object does not exist: 404 or 410, with a body of its own."""


class AlreadyExists(Refused):
    """Another object occupies the natural key of the one to be created."""


class Unavailable(PlatformError):
    """No definite answer after every permitted try, to a request that changes nothing by being lost."""


class Unclear(PlatformError):
    """No definite answer to a request that changes something: it may or may not be stored."""


class PartiallyDone(PaymentWebhooksError):
    """
    The platform accepted a part of an operation before something failed.

    Args:
        message: What failed, in words for a person.
        id: Id of the object that exists now.
        inputs: What the platform has of the declared fields, in normal form, so that the next run repairs it.
        state: The same and what the platform adds.
    """

    def __init__(self, message: Words, *, id: str, inputs: Mapping[str, object], state: Mapping[str, object]) -> None:
        super().__init__(message)
        self.id = id
        self.inputs = dict(inputs)
        self.state = dict(state)


class NotPosted(PaymentWebhooksError):
    """A report did not reach the place where people read it, such as a pull request; nothing else failed."""


class Outdated(NotPosted):
    """A report is about a commit that is no longer the last commit of its pull request: nothing was to be posted."""


class Unverified(PaymentWebhooksError):
    """
    A notification is not shown to come from the platform: answer 401 and do nothing.

    Always the same text, whatever was wrong, because whoever sent it may read the answer. Debug logs have the reason.
    """

    def __init__(self) -> None:
        super().__init__("the notification is not verified")


class Unreadable(PaymentWebhooksError):
    """A notification comes from the platform, and cannot be read with what the receiver was given: answer 503."""


class NotAPreview(PaymentWebhooksError):
    """A text is not the preview of a stack that it should be: its message says what it is instead."""
