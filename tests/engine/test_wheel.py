"""
The wheel as users get it: built, installed into an empty virtual environment, and at work in example 01.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from tests.engine.reader.replay import copied

from pulumi_payment_webhooks.simulator.cybersource.handle import CybersourceSimulator

ROOT = Path(__file__).parents[2]
GENERATORS = {"resource_classes", "platform_package", "schema", "reference_pages"}


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """
    The `bin` folder of a virtual environment that holds the wheel and what it requires, and not even pip.
    """
    environment = tmp_path / "venv"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    typed("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"), str(ROOT))
    [wheel] = (tmp_path / "dist").glob("*.whl")
    typed("-m", "pip", "--python", str(python), "install", "--no-compile", "--quiet", str(wheel))
    return python.parent


def typed(*arguments: str) -> None:
    ran = subprocess.run(
        [sys.executable, *arguments],
        env=os.environ | {"PIP_CONSTRAINT": str(ROOT / "constraints.txt"), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def test_wheel_runs_the_example(
    installed: Path, engine: Path, tmp_path: Path, cybersource_simulator: CybersourceSimulator
) -> None:
    """
    With nothing but the wheel and what it requires, example 01 is deployed, settled and destroyed.
    """
    project = copied(ROOT / "examples/01-one-subscription", tmp_path / "pulumi", engine).cold
    path = f"{installed}{os.pathsep}{project.environment['PATH']}"
    project.run("pulumi stack init dev")
    settings = connection(cybersource_simulator)
    where = project.run(
        "python -c 'import pulumi_payment_webhooks; print(pulumi_payment_webhooks.__file__)'", PATH=path
    )
    project.run("pulumi up --yes --skip-preview", PATH=path, **settings)
    project.run("pulumi preview --expect-no-changes", PATH=path, **settings)
    held = [one.status for one in cybersource_simulator.subscriptions]
    project.run("pulumi destroy --yes --skip-preview", PATH=path, **settings)

    assert Path(where.out.strip()).is_relative_to(installed.parent)
    assert (held, list(cybersource_simulator.subscriptions)) == (["ACTIVE"], [])


def connection(simulator: CybersourceSimulator) -> dict[str, str]:
    return {
        "CYBERSOURCE_ENDPOINT": simulator.endpoint,
        "CYBERSOURCE_MERCHANT_ID": simulator.merchant_id,
        "CYBERSOURCE_ORGANIZATION_ID": simulator.organization_id,
        "CYBERSOURCE_KEY_ID": simulator.key_id,
        "CYBERSOURCE_SHARED_SECRET": simulator.shared_secret,
    }


def test_wheel_holds_the_package_alone(tmp_path: Path) -> None:
    """
    The wheel carries the licence, the typing marker and the files of the inbox, and nothing from outside the package.
    """
    typed("-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT))
    [wheel] = tmp_path.glob("*.whl")
    listed = subprocess.run(
        [sys.executable, "-m", "zipfile", "--list", str(wheel)], capture_output=True, text=True, check=True
    )
    names = {line.split()[0] for line in listed.stdout.splitlines()[1:]}

    assert {name.split("/")[0] for name in names} == {
        "pulumi_payment_webhooks",
        "pulumi_payment_webhooks-0.1.0.dist-info",
    }
    assert {
        "pulumi_payment_webhooks/py.typed",
        "pulumi_payment_webhooks/simulator/page/assets/inbox.html",
        "pulumi_payment_webhooks/simulator/page/assets/inbox.js",
        "pulumi_payment_webhooks-0.1.0.dist-info/licenses/LICENSE",
    } <= names
    assert [name for name in names if "codegen" in name or Path(name).stem in GENERATORS] == []
