"""The template, its job run on a machine with recorded previews, against a stand-in for GitLab's API."""

import pytest
from tests.ci.gitlab_runner import job as defined
from tests.ci.gitlab_runner import run_job

LOST = "payments.refund.status.accepted"
SCHEDULE = {"CI_MERGE_REQUEST_IID": "", "CI_MERGE_REQUEST_PROJECT_ID": ""}


@pytest.fixture
def job(machine, gitlab):
    """A job of merge request 3; nothing needs to be installed."""

    def run(*, token="glpat-project", variables=(), **inputs):
        environ = machine.environ | gitlab.environment(token) | dict(variables)
        return run_job(machine.workspace, environ, **{"stacks": "test", "install": "true"} | inputs)

    return run


def test_merge_request_has_one_note(job, gitlab):
    """
    The first run writes the note, the next edits it, and the artifact is the report.
    """
    first, second = job(), job()

    assert (first.code, second.code, len(gitlab.notes)) == (0, 0, 1), first.log + second.log
    assert LOST in gitlab.bodies()[0]
    assert LOST in first.artifacts["report.md"]
    assert set(first.artifacts) == {"report.md"}


def test_failed_preview_is_a_note(job, gitlab):
    """
    The note says why a preview failed, beside the other stack's report, and the job fails after that.
    """
    ran = job(stacks="cut test")

    assert ran.code == 1, ran.log
    assert "payment-webhooks: the preview failed: cut\n" in ran.log
    assert "the preview was interrupted" in gitlab.bodies()[0]
    assert LOST in gitlab.bodies()[0]


def test_stack_is_not_a_pattern_of_files(job, gitlab, machine):
    """
    The shell replaces no name of a stack by names of files.
    """
    (machine.workspace / "program.py").touch()
    ran = job(stacks="*")

    assert [command.rpartition(" ")[2] for command in machine.commands()] == ["*"]
    assert (ran.code, len(gitlab.bodies())) == (0, 1), ran.log
    assert "program.py" not in gitlab.bodies()[0]


def test_condition_that_is_met_fails_the_job(job, gitlab):
    """
    `fail-on` fails the job after the note.
    """
    ran = job(fail_on="lost-events", comment_key="shop")

    assert (ran.code, len(gitlab.notes)) == (10, 1), ran.log
    assert gitlab.bodies()[0].startswith("<!-- payment-webhooks review: shop -->")


def test_fork_has_the_artifact(job, gitlab):
    """
    A job in the project of a fork has no token, and does not fail for that; the artifact is the report.
    """
    ran = job(token=None, variables={"CI_PROJECT_ID": "43"})

    assert (ran.code, gitlab.notes) == (0, []), ran.log
    assert LOST in ran.artifacts["report.md"]
    assert "A merge request from a fork gets no note" in ran.log


def test_missing_token_fails_the_job(job):
    """
    In the project itself, a missing token is a mistake.
    """
    ran = job(token=None)

    assert ran.code == 7, ran.log
    assert "GITLAB_TOKEN is not set" in ran.log


def test_drift_is_looked_for_in_scheduled_pipelines(job, gitlab, machine):
    """
    A scheduled pipeline asks the platform and posts nothing.
    """
    ran = job(mode="drift", fail_on="drift", variables=SCHEDULE)

    assert machine.commands() == ["refresh --preview-only --json --non-interactive --stack test"]
    assert (ran.code, gitlab.requests) == (10, []), ran.log
    assert "payments.refund.status.updated" in ran.artifacts["report.md"]


def test_policy_packs_are_checked(job, machine):
    """
    Each folder becomes an option of the preview, and so does each configuration.
    """
    job(policy_packs="policies", policy_pack_configs="strict.json")

    [command], here = machine.commands(), machine.workspace
    packs = f"--policy-pack {here}/policies --policy-pack-config {here}/strict.json"
    assert command == f"preview --json --non-interactive --stack test {packs}"


def test_program_sees_no_token(job, machine):
    """
    What installs and runs the code of the merge request has no token.
    """
    job(install='test -z "${GITLAB_TOKEN:-}"')

    assert "glpat-project" not in machine.seen_by_the_program()


def test_input_is_never_a_command(job, machine):
    """
    Text in an input is never a command of the shell.
    """
    trick = """$(touch pwned-1) `touch pwned-2` "; touch pwned-3; " '; touch pwned-4; ' *"""
    job(comment_key=trick, fail_on=trick, policy_packs=trick)

    assert list(machine.root.rglob("pwned*")) == []


def test_command_that_installs_runs_in_the_folder_of_the_project(job, machine):
    """
    The project may stand in a folder; a command that fails ends the job before the preview.
    """
    (machine.workspace / "infra").mkdir()
    ran = job(working_directory="infra", install='pwd > "$HOME/workspace/where"; false; true')

    assert (ran.code, machine.commands()) == (1, [])
    assert (machine.workspace / "where").read_text().strip().endswith("/workspace/infra")


@pytest.mark.parametrize(
    ("mode", "condition"),
    [("preview", "$CI_MERGE_REQUEST_IID"), ("drift", '$CI_PIPELINE_SOURCE == "schedule"')],
    ids=["preview", "drift"],
)
def test_job_runs_in_the_pipelines_of_its_mode(mode, condition):
    """
    A preview runs for merge requests, also in a child pipeline, and a search for drift on a schedule.
    """
    [rule] = [one["if"] for one in defined(stacks="test", mode=mode)["rules"] if f'"{mode}" == "{mode}"' in one["if"]]

    assert rule == f'"{mode}" == "{mode}" && {condition}'


def test_project_in_a_folder_has_a_note_of_its_own(job, gitlab, machine):
    """
    Another project of the repository may have stacks of the same names.
    """
    (machine.workspace / "infra/keys").mkdir(parents=True)

    assert job(working_directory="infra/keys").code == 0
    assert gitlab.bodies()[0].startswith("<!-- payment-webhooks review: infra/keys/ test -->\n")
