"""The description of the simulated API, true for the positions of its knobs."""
