"""
The ways to an engine, in their order, on machines that have this or that.
"""

import re
from pathlib import Path

from tests.tools.conftest import ENSURE, Machine


def test_pulumi_with_its_host_on_path_is_taken(machine: Machine) -> None:
    """
    An installed CLI is used as it is: its own folder is named, and nothing is said.
    """
    machine.add_pulumi()
    machine.add("pulumi-language-python", "")
    ran = machine.ensure()

    assert (ran.stdout, ran.stderr) == (f"{machine.bin}\n", "")


def test_installed_cli_is_preferred_to_building(machine: Machine) -> None:
    """
    Go is left alone where a complete CLI is on PATH.
    """
    machine.add_go()
    machine.add_pulumi()
    machine.add("pulumi-language-python", "")
    machine.ensure()

    assert machine.builds == 0


def test_host_beside_a_linked_pulumi_counts(machine: Machine) -> None:
    """
    Where only `pulumi` is linked onto PATH, the host beside the real one is found.
    """
    pulumi = machine.add_pulumi()
    real = machine.root / "opt"
    real.mkdir()
    (machine.bin / "pulumi").symlink_to(pulumi.rename(real / "pulumi"))
    (real / "pulumi-language-python").touch()

    assert machine.ensure().stdout == f"{machine.bin}\n"


def test_stand_in_serves_beside_a_bare_pulumi(machine: Machine) -> None:
    """
    A CLI without its Python host gets ours, and one line says so.
    """
    machine.add_pulumi()
    ran = machine.ensure()

    assert ran.stdout == f"{ENSURE.parent / 'python_host'}\n"
    assert re.fullmatch(r"engine: .* stand-in .*\n", ran.stderr)


def test_old_pulumi_is_refused(machine: Machine) -> None:
    """
    A CLI older than what the provider needs is not used, and its version is named.
    """
    machine.add_pulumi("v3.215.9")
    ran = machine.ensure()

    assert ran.returncode == 1
    assert "is 3.215.9; 3.216 or newer is needed" in ran.stderr


def test_broken_pulumi_is_refused(machine: Machine) -> None:
    """
    A `pulumi` that names no version is not used.
    """
    machine.add_pulumi("no plugin found")

    assert "does not name a version" in machine.ensure().stderr


def test_go_builds_a_complete_folder(machine: Machine) -> None:
    """
    The folder of a build has the engine and our Python host in it.
    """
    machine.add_go()
    folder = Path(machine.ensure().stdout.strip())

    assert {"pulumi", "pulumi-language-python", "pulumi-resource-pulumi-python"} <= {
        one.name for one in folder.iterdir()
    }


def test_copy_made_before_needs_no_go(machine: Machine) -> None:
    """
    Once built, the engine is found again without Go.
    """
    go = machine.add_go()
    first = machine.ensure().stdout
    go.unlink()

    assert machine.ensure().stdout == first


def test_new_engine_is_built_once(machine: Machine) -> None:
    """
    A second run does not build again.
    """
    machine.add_go()
    machine.ensure()
    machine.ensure()

    assert machine.builds == 1


def test_incomplete_build_is_thrown_away(machine: Machine) -> None:
    """
    A build that ends without one of the tools leaves nothing that a later run could take for a copy.
    """
    machine.add_go(tools=("pulumi",))
    ran = machine.ensure()

    assert ran.returncode == 1
    assert [one for one in machine.cache.iterdir() if one.is_dir()] == []


def test_failed_build_shows_the_end_of_its_output(machine: Machine) -> None:
    """
    Whoever has to repair a build sees what Go said last.
    """
    machine.add_go(status=1)

    assert "the last words of the build" in machine.ensure().stderr


def test_old_go_that_must_stay_local_is_refused(machine: Machine) -> None:
    """
    A Go older than go.mod asks for is not tried when it may not fetch a newer one.
    """
    machine.add_go(version="go1.24.0", toolchain="local")
    ran = machine.ensure()

    assert "`go` is go1.24.0, GOTOOLCHAIN=local" in ran.stderr
    assert machine.builds == 0


def test_old_go_that_may_fetch_a_newer_one_is_used(machine: Machine) -> None:
    """
    From 1.21 on, Go gets the version that go.mod asks for by itself.
    """
    machine.add_go(version="go1.24.0", toolchain="auto")

    assert machine.ensure().returncode == 0


def test_ancient_go_is_refused(machine: Machine) -> None:
    """
    Before 1.21 Go cannot fetch a newer one, whatever the environment says.
    """
    machine.add_go(version="go1.20.1", toolchain="auto")

    assert machine.ensure().returncode == 1


def test_installer_is_the_last_way(machine: Machine) -> None:
    """
    Without CLI and Go, Pulumi's installer is asked for the pinned version, in the cache.
    """
    machine.add_sdk()
    folder = Path(machine.ensure().stdout.strip())

    assert folder == machine.cache / "official-3.259.0" / "bin"
    assert (folder / "pulumi").read_text() == "3.259.0"


def test_installed_copy_is_found_again(machine: Machine) -> None:
    """
    What the installer brought is used by the next run, even by a Python without the SDK.
    """
    machine.add_sdk()
    first = machine.ensure().stdout
    (machine.root / "sdk").rename(machine.root / "gone")

    assert machine.ensure().stdout == first


def test_failed_installer_gives_its_reason(machine: Machine) -> None:
    """
    An installer that cannot download ends in our message, not in a traceback.
    """
    machine.add_sdk(
        "class PulumiCommand:\n    @classmethod\n    def install(cls, **_):\n        raise OSError('no route')\n"
    )
    ran = machine.ensure()

    assert ran.returncode == 1
    assert "Pulumi's installer failed: no route" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_no_way_says_what_to_do(machine: Machine) -> None:
    """
    A machine with nothing gets remedies, exit code 1 and no folder.
    """
    ran = machine.ensure()

    assert (ran.returncode, ran.stdout) == (1, "")
    assert "install the Pulumi CLI 3.216 or newer" in ran.stderr


def test_env_prints_a_line_for_the_shell(machine: Machine) -> None:
    """
    `eval "$(ensure.py --env)"` puts the folder first on PATH.
    """
    machine.add_pulumi()
    machine.add("pulumi-language-python", "")

    assert machine.ensure("--env").stdout == f'export PATH="{machine.bin}:$PATH"\n'
