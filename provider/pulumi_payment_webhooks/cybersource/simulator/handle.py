"""Kept for tests that import the simulator from its first documented address. Nothing else is here."""

from ...simulator.cybersource.handle import CybersourceSimulator

__all__ = ["CybersourceSimulator"]
