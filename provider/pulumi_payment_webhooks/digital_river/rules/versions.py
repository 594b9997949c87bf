"""
Versions of the Digital River API. Pure data, no I/O here.

Source: the page "API versioning", and the OpenAPI file.
"""

from __future__ import annotations

PUBLISHED = ("2021-12-13", "2021-03-23", "2021-02-23", "2020-12-17", "2020-09-30", "2020-01-07")
"""Every version, newest first."""

NEWEST = PUBLISHED[0]

DEFAULT = "default"
"""The version of the API key."""

LATEST = "latest"
"""Another word for a version, in older pages."""
