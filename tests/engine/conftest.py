"""
Fixtures for tests that type `pulumi` commands. They fail, rather than skip, where no engine can be had.
"""

from pathlib import Path

import pytest
from ensure import ensure
from shelf import Unavailable
from tests.engine.project import Project, create


@pytest.fixture(scope="session")
def engine() -> Path:
    """
    The folder of the real engine, built first if need be.
    """
    try:
        return ensure()
    except Unavailable as error:
        pytest.fail(str(error), pytrace=False)


@pytest.fixture(scope="session")
def pristine(engine: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """
    An empty project with a stack, from which each test takes a copy.
    """
    return create(tmp_path_factory.mktemp("pristine"), engine)


@pytest.fixture
def project(pristine: Project, tmp_path: Path) -> Project:
    """
    A project of the test's own, its stack `dev` selected and empty.
    """
    return pristine.copy_to(tmp_path / "pulumi")
