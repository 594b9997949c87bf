"""Bytes: digests, signatures and tokens, with every key, clock and identifier passed in."""
