"""Decisions: values in, verdict out. No clock, no waiting, no I/O."""
