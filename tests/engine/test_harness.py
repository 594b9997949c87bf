"""
The engine itself, driven with a trivial provider: what the other tests of this folder rely on.
"""

import os
from textwrap import dedent

import pytest
from tests.engine.project import Project

THING = dedent("""
    import pulumi
    from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, Resource, ResourceProvider, UpdateResult


    class Things(ResourceProvider):
        def check(self, olds, news):
            bad = news.get("size") == 13
            return CheckResult(news, [CheckFailure("size", "is unlucky")] if bad else [])

        def create(self, props):
            return CreateResult("thing-1", dict(props))

        def update(self, id, olds, news):
            return UpdateResult(dict(news))


    class Thing(Resource):
        size: pulumi.Output[int]

        def __init__(self, name, size, opts=None):
            super().__init__(Things(), name, {"size": size}, opts)
""")


@pytest.fixture
def things(project: Project) -> Project:
    project.write(THING, "things.py")
    project.write('from things import Thing\nThing("one", 3)\n')
    return project


def test_second_preview_is_empty(things: Project) -> None:
    """
    Nothing is left to do after `pulumi up`.
    """
    things.run("pulumi up --yes")

    assert "2 unchanged" in things.run("pulumi preview --expect-no-changes").text


def test_rewritten_program_runs_as_written(things: Project) -> None:
    """
    A module that is rewritten with the same size in the same second is not run as it was compiled before.
    """
    written = (things.folder / "things.py").stat().st_mtime
    things.run("pulumi preview")
    things.write(THING.replace("unlucky", "a crowd").replace("== 13", "==  3"), "things.py")
    os.utime(things.folder / "things.py", times=(written, written))

    assert "is a crowd" in things.fail("pulumi preview").text


def test_destroy_empties_the_state(things: Project) -> None:
    """
    `pulumi destroy` leaves no resource in the state.
    """
    things.run("pulumi up --yes --skip-preview")
    things.run("pulumi destroy --yes --skip-preview")

    assert things.resources("") == []


def test_json_preview_counts_the_steps(things: Project) -> None:
    """
    `pulumi preview --json` prints JSON and nothing else.
    """
    assert things.run("pulumi preview --json").json["changeSummary"] == {"create": 2}


def test_secret_setting_is_ciphertext(project: Project) -> None:
    """
    A value set with `--secret` is not in the stack's settings file, and the program gets it in clear.
    """
    project.config("shop:word", "swordfish", secret=True)
    project.write("import pulumi\nprint(pulumi.Config().require('word'))\n")

    assert "swordfish" not in project.settings_file.read_text()
    assert "[secret]" in project.run("pulumi preview").text


def test_projects_share_nothing(project: Project, pristine: Project) -> None:
    """
    What is selected, configured and deployed in one test's project is unknown to the next.
    """
    project.run("pulumi stack init other")

    assert "other" not in pristine.run("pulumi stack ls").text
