"""
Media types that the platform answers with. They differ by operation; to another media type it answers 406.
"""

JSON = "application/json;charset=utf-8"
HAL = "application/hal+json;charset=utf-8"
