"""Options that post a report to a pull request or a merge request, and the code that applies them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from ..errors import NotPosted, Outdated, SettingsProblem
from .outcomes import Exit, print_error, usage_error
from .printing import harmless, progress


class Host(StrEnum):
    """Where a report can be posted."""

    github = "github"
    gitlab = "gitlab"


Post = Annotated[
    Host | None,
    typer.Option(
        "--post",
        help="Write or edit a comment on the pull request of this job; the token is in GITHUB_TOKEN or GITLAB_TOKEN.",
    ),
]
CommentKey = Annotated[
    str | None,
    typer.Option(
        "--comment-key",
        metavar="KEY",
        help="Key of the comment to edit, if there are several. Default: the folder of --cwd and the stacks.",
    ),
]
PullRequest = Annotated[
    int | None,
    typer.Option(
        "--pull-request",
        metavar="NUMBER",
        min=1,
        help="Number of a pull or merge request, instead of that of this job.",
    ),
]
Summary = Annotated[
    bool,
    typer.Option("--summary", help="Append the report to the summary of a job on GitHub, as --post github does."),
]


@dataclass(frozen=True)
class Destination:
    """
    Where a report goes besides standard output.

    Args:
        post: The host, if a comment is wanted.
        key: The chosen key, if there is one.
        number: The chosen pull request.
        summary: Whether the summary of the job gets the report.
    """

    post: Host | None
    key: str | None
    number: int | None
    summary: bool


def read_destination(
    post: Host | None, comment_key: str | None, pull_request: int | None, summary: bool
) -> Destination:
    """
    Check the options before anything is done.

    Raises:
        Exit: An option is wrong; the line is printed.
    """
    from ..review.posting import SUMMARY_VARIABLE, check_key

    if not post:
        for option, value in (("--comment-key", comment_key), ("--pull-request", pull_request)):
            if value is not None:
                raise usage_error(f"{option} needs --post")
    if summary and not os.environ.get(SUMMARY_VARIABLE):
        raise usage_error(f"--summary: {SUMMARY_VARIABLE} is not set; only a job on GitHub has a summary")
    try:
        key = None if comment_key is None else check_key(comment_key)
    except SettingsProblem as problem:
        raise usage_error(f"--comment-key: {problem}") from None
    return Destination(post, key, pull_request, summary or post is Host.github)


def post_report(markdown: str, destination: Destination, *, key: str = "default") -> Exit:
    """
    Write the summary and the comment; call it after the report is printed.

    Args:
        markdown: The report.
        destination: Where it goes.
        key: Key of the comment, unless another one was chosen.

    Returns:
        ``Exit.NOT_POSTED`` if something failed, which is printed in one line; a verdict about the report itself takes
        precedence over it.
    """
    codes = [_append(markdown)] if destination.summary else []
    codes += [_post(markdown, destination, key)] if destination.post else []
    return max(codes, default=Exit.DONE)


def _append(markdown: str) -> Exit:
    from ..review.posting import append_summary

    try:
        append_summary(markdown, environ=os.environ)
    except NotPosted as problem:
        return _failed(problem)
    return Exit.DONE


def _post(markdown: str, destination: Destination, key: str) -> Exit:
    from ..review.posting import post_comment

    key, number = destination.key or key, destination.number
    try:
        with progress("posting the report"):
            url = post_comment(markdown, host=str(destination.post), key=key, environ=os.environ, number=number)
    except Outdated as reason:
        typer.echo(harmless(str(reason)), err=True)
        return Exit.DONE
    except NotPosted as problem:
        return _failed(problem)
    typer.echo(f"posted: {harmless(url)}", err=True)
    return Exit.DONE


def _failed(problem: NotPosted) -> Exit:
    print_error(harmless(str(problem)))
    return Exit.NOT_POSTED
