"""
A machine to look for engines on: its own PATH, cache and SDK, all empty, and executables that only pretend.
"""

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

ENSURE = Path(__file__).parents[2] / "tools" / "pulumi" / "ensure.py"

GO = """
    import pathlib, sys
    if sys.argv[1] == "env":
        print({version!r})
        print({toolchain!r})
        sys.exit()
    pathlib.Path({log!r}).open("a").write("built\\n")
    folder = sys.argv[sys.argv.index("-o") + 1]
    for tool in {tools!r}:
        path = pathlib.Path(folder, tool)
        path.write_text("")
        path.chmod(0o755)
    print("the last words of the build")
    sys.exit({status})
    """
INSTALLER = """
    import pathlib

    class PulumiCommand:
        @classmethod
        def install(cls, root, version):
            path = pathlib.Path(root, "bin", "pulumi")
            path.parent.mkdir(parents=True)
            path.write_text(str(version))
    """
SEMVER = """
    class VersionInfo:
        parse = str
    """


@dataclass
class Machine:
    """A machine with nothing on it but Python."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def bin(self) -> Path:
        return self.root / "bin"

    @property
    def cache(self) -> Path:
        return self.root / "cache" / "payment-webhooks" / "pulumi"

    @property
    def builds(self) -> int:
        log = self.root / "builds"
        return log.read_text().count("built") if log.exists() else 0

    def add(self, name: str, program: str) -> Path:
        """
        Put an executable on PATH.
        """
        path = self.bin / name
        path.write_text(f"#!{sys.executable} -S\n{dedent(program)}")
        path.chmod(0o755)
        return path

    def add_pulumi(self, version: str = "v3.300.0") -> Path:
        return self.add("pulumi", f"print({version!r})")

    def add_go(
        self,
        version: str = "go1.99.0",
        toolchain: str = "local",
        tools: tuple[str, ...] = ("pulumi", "pulumi-language-yaml"),
        status: int = 0,
    ) -> Path:
        log = str(self.root / "builds")
        return self.add("go", GO.format(version=version, toolchain=toolchain, tools=tools, status=status, log=log))

    def add_sdk(self, installer: str = INSTALLER) -> None:
        """
        Let the Pulumi SDK be importable, or as much of it as the installer needs.
        """
        (self.root / "sdk" / "pulumi").mkdir(parents=True)
        (self.root / "sdk" / "pulumi" / "__init__.py").touch()
        (self.root / "sdk" / "pulumi" / "automation.py").write_text(dedent(installer))
        (self.root / "sdk" / "semver.py").write_text(dedent(SEMVER))

    def ensure(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """
        Run ensure.py with a Python that has no packages but those of `add_sdk`.
        """
        environment = {
            "PATH": str(self.bin),
            "XDG_CACHE_HOME": str(self.root / "cache"),
            "PYTHONPATH": str(self.root / "sdk"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return subprocess.run(
            [sys.executable, "-S", str(ENSURE), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """
    A machine with nothing on it but Python.
    """
    (tmp_path / "bin").mkdir()
    return Machine(tmp_path)
