"""The one type for JSON in simulators: it is read from requests, stored as it came, and written into answers. Pure."""

from typing import Any

JsonObject = dict[str, Any]
"""A JSON object. Its members have any type: whoever reads one checks it, or has checked it when it was stored."""
