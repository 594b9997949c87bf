"""
The action and the template that this repository ships: their form, and the rules that keep them safe.
"""

import re
import subprocess
from typing import Any

import pytest
import yaml
from tests.ci.github_runner import ACTION
from tests.ci.github_runner import FILE as ACTION_FILE
from tests.ci.gitlab_runner import FILE as TEMPLATE_FILE
from tests.ci.gitlab_runner import HEADER, INPUTS, TEMPLATE, job
from tests.ci.schemas import GITHUB_ACTION, GITHUB_WORKFLOW, GITLAB, problems

STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SHELL_STEPS = [step for step in STEPS if "run" in step]
JOB = job(stacks="test")
SCRIPTS = {step["name"]: step["run"] for step in SHELL_STEPS} | {"GitLab": "\n".join(JOB["script"])}
PAGE = ACTION_FILE.parents[3] / "docs/how-to/review-pull-requests.md"
EXAMPLE = ACTION_FILE.parents[3] / "examples/04-environments/.github/workflows/webhooks.yml"
BLOCKS = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)

every_script = pytest.mark.parametrize("script", SCRIPTS.values(), ids=list(SCRIPTS))


def test_action_has_the_form_of_an_action():
    """
    The schema of GitHub accepts the action.
    """
    assert problems(ACTION, GITHUB_ACTION) == []


def test_template_has_the_form_of_a_template():
    """
    The schema of GitLab accepts the header, the text before inputs are filled in, and the job after it.
    """
    filled = {name: value for name, value in JOB.items() if name != "name"}

    for document in (yaml.safe_load(HEADER), yaml.safe_load(TEMPLATE), {JOB["name"]: filled}):
        assert problems(document, GITLAB) == []


def test_schemas_find_mistakes():
    """
    A misspelled key, or a step without a shell, is found.
    """
    assert problems({**ACTION, "input": {}}, GITHUB_ACTION)
    assert problems({**ACTION, "runs": {"using": "composite", "steps": [{"run": "true"}]}}, GITHUB_ACTION)
    assert problems({"a": {"scripts": ["true"], "stage": 1}}, GITLAB)


@every_script
def test_script_is_bash(script):
    """
    Bash can parse the script.
    """
    parsed = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)

    assert (parsed.returncode, parsed.stderr) == (0, "")


@every_script
def test_nothing_is_interpolated_into_a_script(script):
    """
    The text of a script is constant: titles, branches and inputs reach it as variables.
    """
    assert "${{" not in script
    assert "$[[" not in script
    assert not re.search(r"\beval\b", script)


@every_script
def test_every_variable_is_quoted_or_meant_to_be_split(script):
    """
    Only the lists of stacks, of policy packs and of their configurations are split into words.
    """
    bare = re.findall(r"(?<![\"\w{/])\$(?:\{)?([A-Za-z_]\w*)", re.sub(r'"[^"]*"', '""', script))

    assert set(bare) <= {"STACKS", "POLICY_PACKS", "POLICY_PACK_CONFIGS"}


def test_scripts_get_every_input_and_use_what_they_get():
    """
    Each input is used, and each variable of a step is read by its script.
    """
    whole = ACTION_FILE.read_text().partition("\nruns:")[2]
    unread = {(step["name"], name) for step in SHELL_STEPS for name in step["env"] if name not in step["run"]}

    assert {name for name in ACTION["inputs"] if f"inputs.{name} " not in whole} == set()
    assert unread - {("Review", "GITHUB_TOKEN")} == set()
    assert {name for name in INPUTS if f"inputs.{name} ]]" not in TEMPLATE} == set()
    assert {name for name in JOB["variables"] if name not in SCRIPTS["GitLab"]} == set()


def test_only_the_last_step_has_the_token():
    """
    The commands that install and run the program of a pull request see no token.
    """
    owners = [step["name"] for step in SHELL_STEPS if "inputs.token" in str(step)]

    assert (owners, SHELL_STEPS[-1]["name"]) == (["Review"], "Review")
    assert SCRIPTS["GitLab"].count("env -u GITLAB_TOKEN ") == 2


def test_actions_of_others_have_a_version():
    """
    Each action that ours uses is pinned to a version or a commit, and none to a branch.
    """
    used = [step["uses"] for step in STEPS if "uses" in step]
    used += re.findall(r"uses: (\S+)", PAGE.read_text())

    assert used
    assert [one for one in used if not re.fullmatch(r"[\w-]+(/[\w-]+)+@(v\d+(\.\d+)*|[0-9a-f]{40})", one)] == []


@pytest.mark.parametrize("file", [ACTION_FILE, TEMPLATE_FILE], ids=lambda file: file.name)
def test_no_file_masks_values(file):
    """
    Pulumi and this package remove secrets themselves; a mask of a short value would garble the log.
    """
    assert "add-mask" not in file.read_text()


def test_page_shows_workflows_that_hosts_accept():
    """
    Each YAML block of the page has the form of its host's files, and none runs foreign code with a token that writes.
    """
    documents = [yaml.safe_load(block) for block in BLOCKS]
    workflows = [one for one in documents if "jobs" in one]
    pipelines = [one for one in documents if "include" in one]

    assert len(workflows) + len(pipelines) == len(documents) > 3
    # YAML 1.1 reads the key `on` as true.
    found = [
        problems({("on" if name is True else name): value for name, value in one.items()}, GITHUB_WORKFLOW)
        for one in workflows
    ]
    assert found == [[] for _ in workflows]
    assert [problems(one, GITLAB) for one in pipelines] == [[] for _ in pipelines]
    assert not [block for block in BLOCKS if "pull_request_target" in block]


@pytest.mark.parametrize("file", [PAGE, EXAMPLE], ids=["page", "example"])
def test_checked_out_files_hold_no_token(file):
    """
    `actions/checkout` would leave the token in `.git/config`, where the program of the pull request can read it.
    """
    checkouts = re.findall(r"uses: actions/checkout@.*\n((?: +(?!- ).*\n)*)", file.read_text())

    assert checkouts
    assert [one for one in checkouts if "persist-credentials: false" not in one] == []


def test_page_gives_inputs_that_exist():
    """
    The blocks of the page use inputs of the action and of the template.
    """
    documents = [yaml.safe_load(block) for block in BLOCKS]
    steps = [step for one in documents for job in one.get("jobs", {}).values() for step in job["steps"]]
    ours = [step for step in steps if "/ci/github/review@" in step.get("uses", "")]
    included = [one for document in documents for one in document.get("include", ())]

    assert ours
    assert included
    assert {name for step in ours for name in step["with"]} <= ACTION["inputs"].keys()
    assert {name for one in included for name in one["inputs"]} <= INPUTS.keys()
