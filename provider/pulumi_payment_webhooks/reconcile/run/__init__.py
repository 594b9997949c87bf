"""One process, one phase of a deployment: what its resources own, what was said, and the handler of every call."""
