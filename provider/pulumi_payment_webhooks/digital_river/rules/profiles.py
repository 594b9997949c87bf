"""
The two surfaces on which Digital River offers webhooks. Pure data, no I/O here.

Source: the OpenAPI file of the Digital River API, and the page "Webhook service" of Global Commerce.
"""

from __future__ import annotations

DR_API = "dr-api"
"""The published API: five operations on webhooks, and none on their secrets."""

GC = "gc"
"""What the console of Global Commerce offers besides; its requests are not published, so that they are assumptions."""

PROFILES = (DR_API, GC)

TEST = "test"
LIVE = "live"
MODES = (TEST, LIVE)
"""Test and live webhooks are at one host; the API key decides which are meant."""
