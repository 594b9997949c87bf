"""
How many requests the platform accepts. Pure data, no I/O here.

Sources: the page "Rate limits" of the documentation of the Digital River API, and that of the Commerce API.
"""

from __future__ import annotations

from .profiles import DR_API, GC, LIVE, TEST

REQUESTS_PER_SECOND = {(DR_API, TEST): 25, (DR_API, LIVE): 250, (GC, TEST): 10, (GC, LIVE): 100}
"""By profile and mode, for each secret key."""
