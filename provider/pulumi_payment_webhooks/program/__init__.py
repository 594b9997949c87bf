"""
What a Pulumi program holds: the base of every resource class, and `Provider`. Loads nothing but Pulumi.
"""

from .provider import Provider
from .resource import Resource
from .stack import plain_failures, stack_setting
from .stored import stored_literal
from .translation import REFERENCE, SET, Each, Members, Named

__all__ = [
    "REFERENCE",
    "SET",
    "Each",
    "Members",
    "Named",
    "Provider",
    "Resource",
    "plain_failures",
    "stack_setting",
    "stored_literal",
]
