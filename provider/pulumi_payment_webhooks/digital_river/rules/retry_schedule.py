"""
When a failed notification is sent again. Pure data, no I/O here.

The vendor's page "Webhook basics" promises retries for 72 hours with exponential backoff in live mode, and three
retries over a few hours in test mode. The minutes in between are our assumption.
"""

from __future__ import annotations

LIVE_MINUTES = (1, 5, 30, 120, 360, 720, 1440, 2880, 4320)
"""Minutes of the retries in live mode, counted from the first attempt."""

TEST_MINUTES = (10, 60, 180)
"""Minutes of the retries in test mode, counted from the first attempt."""

SECONDS_TO_ANSWER = 3.0
"""How long a receiver may take; after that, an attempt has failed."""

HOURS_UNTIL_DISABLED = 72.0
"""After how many hours of nothing but failures a webhook is disabled; the vendor says "several days"."""
