"""
Media types that the platform answers with. They differ by operation, and it refuses the other one with 406.
"""

JSON = "application/json;charset=utf-8"
HAL = "application/hal+json;charset=utf-8"
