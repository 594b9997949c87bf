"""
The categories of findings, the most important first. Data only.

Their identifiers are stable: `--fail-on` and the JSON form of a report use them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Category:
    """
    One category.

    Args:
        id: Its stable identifier.
        title: The heading of its section in a report; empty if it has no section of its own.
        meaning: What belongs to it, for the help of commands and the documentation.
    """

    id: str
    title: str
    meaning: str


ERRORS = Category("errors", "Errors", "the preview failed, it reported an error, or its deployment will fail")
LOST = Category("lost-events", "Events lost", "an event is no longer delivered to an endpoint of an organization")
DELETES = Category("deletes", "Deleted", "a subscription, a webhook, a policy or a key is deleted")
REPLACES = Category("replaces", "Deleted and created again", "an object is deleted and created again")
INTERRUPTIONS = Category(
    "interruptions", "Delivery interrupted or moved", "a URL or a status changes, so that delivery stops or moves"
)
KEYS = Category("keys", "Keys and certificates", "a key, a certificate or credentials are superseded or created")
ACCESS = Category(
    "access", "Authentication", "the way in which the platform authenticates itself to the receiver changes"
)
SCOPE = Category("scope", "Scope", "events of more, of fewer or of different organizations are delivered")
RETRIES = Category("retries", "Retries reduced", "failed deliveries are retried for a shorter time, or less often")
UNPROTECTED = Category(
    "unprotected", "No longer protected", "`protect` no longer forbids the deletion of an object that it protected"
)
UNCLEAR = Category(
    "unclear", "Unclear", "a value that is secret, or is known only after the deployment, may change what is delivered"
)
MOVES = Category("moves", "Events moved", "another subscription or webhook delivers an event")
RELEASES = Category("releases", "No longer managed", "the platform keeps what the program no longer declares")
GAINS = Category("gained-events", "Events gained", "an event is delivered that was not delivered before")
ADOPTIONS = Category(
    "adoptions", "Adopted", "an object that exists at the platform already is managed by the program from now on"
)
OTHER = Category("other", "Other changes", "any other change of a resource of this package")
WARNINGS = Category("warnings", "Warnings", "the preview reported a warning")

DRIFT = Category("drift", "", "the platform differs from the state of the stack")
CHANGES = Category("changes", "", "any resource of this package changes, whatever the change means")

SECTIONS = (
    *(ERRORS, LOST, DELETES, REPLACES, INTERRUPTIONS, KEYS, ACCESS, SCOPE),
    *(RETRIES, UNPROTECTED, UNCLEAR, MOVES, RELEASES, GAINS, ADOPTIONS, OTHER, WARNINGS),
)
"""The categories that have a section in a report, by weight."""

CATEGORIES = (*SECTIONS, DRIFT, CHANGES)
"""Every category that `--fail-on` accepts."""
