"""
What the author of a program sees of the Python language host, be it the official one or our stand-in.
"""

import sys
from pathlib import Path

import pytest
from tests.engine.project import Project


@pytest.fixture
def project(project: Project) -> Project:
    """
    A project whose host starts as it does outside of tests.
    """
    return project.cold


def test_preview_and_update_share_no_module_state(project: Project) -> None:
    """
    The update of `pulumi up` starts from fresh modules, although its preview ran the program before.
    """
    project.write("""
        import pulumi

        pulumi.runs = getattr(pulumi, "runs", 0) + 1
        pulumi.export("runs", pulumi.runs)
        """)
    project.run("pulumi up --yes")

    assert project.run("pulumi stack output runs").out == "1\n"


def test_what_a_program_prints_is_shown(project: Project) -> None:
    """
    Both standard streams of the program reach the user.
    """
    project.write("""
        import sys

        print("to stdout")
        print("to stderr", file=sys.stderr)
        """)
    text = project.run("pulumi preview").text

    assert "to stdout" in text
    assert "to stderr" in text


def test_traceback_begins_at_the_program(project: Project) -> None:
    """
    An exception in a program ends in a traceback of the author's lines, with none of the host's.
    """
    project.write("def go():\n    return {}['x']\n", "helper.py")
    project.write("import helper\nhelper.go()\n")
    text = project.fail("pulumi preview").text

    main, helper = (f'File "{project.folder / name}", line 2' for name in ("__main__.py", "helper.py"))
    assert text.index("Traceback") < text.index(main) < text.index(helper) < text.index("KeyError: 'x'")
    assert "language_host" not in text


def test_broken_syntax_is_shown_where_it_is(project: Project) -> None:
    """
    A program that does not parse is reported with its line.
    """
    project.write("import pulumi\nx = (\n")

    assert f'File "{project.folder / "__main__.py"}", line 2' in project.fail("pulumi preview").text


def test_run_error_is_one_line(project: Project) -> None:
    """
    `pulumi.RunError` shows its message alone.
    """
    project.write("import pulumi\nraise pulumi.RunError('ask for an account first')\n")
    text = project.fail("pulumi preview").text

    assert "error: ask for an account first\n" in text
    assert "Traceback" not in text


def test_exit_status_of_a_program_fails_the_command(project: Project) -> None:
    """
    A program that leaves with a status other than 0 fails the command, and the status is named.
    """
    project.write("import sys\nsys.exit(3)\n")

    assert "3" in project.fail("pulumi preview").text.partition("error:")[2]


def test_virtualenv_of_the_project_runs_the_program(project: Project) -> None:
    """
    `runtime.options.virtualenv` in Pulumi.yaml decides which Python runs the program.
    """
    marked(project.folder / "venv" / "bin" / "python", "the virtualenv")
    settings = "name: shop\nruntime:\n  name: python\n  options:\n    virtualenv: venv  # beside the program\n"
    project.write(settings, "Pulumi.yaml")
    project.write("import os\nprint('run by', os.environ['RUN_BY'])\n")

    assert "run by the virtualenv" in project.run("pulumi preview").text


def test_named_python_runs_the_program(project: Project) -> None:
    """
    `PULUMI_PYTHON_CMD` decides which Python runs the program of a project that names no virtualenv.
    """
    chosen = project.root / "chosen"
    marked(chosen / "python", "the chosen one")
    project.write("import os\nprint('run by', os.environ['RUN_BY'])\n")

    assert "run by the chosen one" in project.run("pulumi preview", PULUMI_PYTHON_CMD=str(chosen / "python")).text


def test_dynamic_providers_run_in_the_virtualenv(project: Project) -> None:
    """
    A project's virtualenv runs its dynamic providers too.
    """
    marked(project.folder / "venv" / "bin" / "python", "the virtualenv")
    project.write("name: shop\nruntime:\n  name: python\n  options:\n    virtualenv: venv\n", "Pulumi.yaml")
    project.write("""
        import os

        from pulumi.dynamic import CheckFailure, CheckResult, Resource, ResourceProvider


        class Refusing(ResourceProvider):
            def check(self, olds, news):
                return CheckResult(news, [CheckFailure("", "checked by " + os.environ["RUN_BY"])])


        class Thing(Resource):
            pass


        Thing(Refusing(), "one", {})
        """)

    assert "checked by the virtualenv" in project.fail("pulumi preview", RUN_BY="nobody").text


def test_missing_virtualenv_is_named(project: Project) -> None:
    """
    A virtualenv that is not there fails the command with its path.
    """
    project.write("name: shop\nruntime:\n  name: python\n  options:\n    virtualenv: nowhere\n", "Pulumi.yaml")

    assert "nowhere" in project.fail("pulumi preview").text


PACK = """
    import os

    from pulumi_policy import EnforcementLevel, PolicyPack, StackValidationPolicy
    from rules import LEVEL

    def judge(args, report):
        report(f"judged by {os.environ['RUN_BY']}: {len(args.resources)} resources")

    PolicyPack("shop", [StackValidationPolicy("judge", "Judges.", judge, enforcement_level=EnforcementLevel[LEVEL])])
    """


def test_policy_packs_judge_a_preview(project: Project) -> None:
    """
    A mandatory policy of a pack fails the preview; an advisory one of another pack, with its own virtualenv, does not.
    """
    marked(project.root / "strict" / "venv" / "bin" / "python", "the virtualenv")
    pack(project, "strict", level="MANDATORY", options="{virtualenv: venv}")
    pack(project, "mild", level="ADVISORY")
    text = project.fail("pulumi preview --policy-pack ../strict --policy-pack ../mild", RUN_BY="the environment").text

    assert "judged by the virtualenv: 1 resources" in text
    assert "judged by the environment: 1 resources" in text
    assert "judged by" in project.run("pulumi preview --policy-pack ../mild", RUN_BY="the environment").text


def test_missing_virtualenv_of_a_policy_pack_is_named(project: Project) -> None:
    """
    A virtualenv of a policy pack that is not there fails the command with its path.
    """
    pack(project, "strict", level="MANDATORY", options="{virtualenv: nowhere}")
    text = project.fail("pulumi preview --policy-pack ../strict").text

    assert str(project.root / "strict" / "nowhere" / "bin" / "python") in text


def pack(project: Project, name: str, *, level: str, options: str = "{}") -> None:
    """
    Write a policy pack beside the project.
    """
    settings = f"runtime: {{name: python, options: {options}}}\nversion: 0.1.0\n"
    (project.root / name).mkdir(exist_ok=True)
    project.write(settings, f"../{name}/PulumiPolicy.yaml")
    project.write(PACK, f"../{name}/__main__.py")
    project.write(f"LEVEL = {level!r}\n", f"../{name}/rules.py")


def test_about_names_the_interpreter(project: Project) -> None:
    """
    `pulumi about` shows which Python programs run with.
    """
    assert str(Path(sys.prefix) / "bin" / "python") in project.run("pulumi about").text


def marked(path: Path, name: str) -> None:
    """
    Make an executable that is our Python, but leaves word of itself.
    """
    path.parent.mkdir(parents=True)
    path.write_text(f'#!/bin/sh\nRUN_BY="{name}" exec {sys.executable} "$@"\n')
    path.chmod(0o755)
