"""Body digests against known values."""

import json
from pathlib import Path

import pytest

from pulumi_payment_webhooks.crypto.digest import digest

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "digest.json").read_text())["vectors"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["digest"][:8])
def test_digest_is_that_of_the_vector(vector):
    """
    The digest is the base64 of the hash's bytes, for a body, an empty object and nothing.
    """
    assert digest(vector["text"].encode()) == vector["digest"]
