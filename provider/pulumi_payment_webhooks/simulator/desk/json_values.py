"""The one type for JSON in simulators: it is read from requests, stored as it came, and written into answers. Pure."""

from typing import Any

JsonObject = dict[str, Any]
"""A JSON object whose members have any type: code checks a member when it stores or reads it."""
