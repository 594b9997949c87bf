"""
The pytest plugin that comes with the package: the fixture of every simulated platform.

pytest loads this module in every project that has the package installed, so nothing heavy is imported before a
fixture is asked for.
"""

from __future__ import annotations

from pathlib import Path

_FOUND = Path(__file__).parent.glob("*/fixture.py")

pytest_plugins = sorted(f"{__package__}.{one.parent.name}.fixture" for one in _FOUND)
"""Modules that pytest loads besides: one for each platform's folder."""
