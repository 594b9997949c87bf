"""The receiver of example 05, loaded from its file."""

import importlib.util
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "examples/05-receive-and-verify"


def loaded():
    """The module `receiver.py`, as uvicorn would import it."""
    spec = importlib.util.spec_from_file_location("receiver", EXAMPLE / "receiver.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
