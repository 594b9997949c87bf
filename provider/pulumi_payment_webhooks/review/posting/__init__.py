"""
Posts a finished report to where people read it: a comment on a pull request, or the summary of a job.

It sends the Markdown that it gets and adds a marker and a footer; what a report says is decided elsewhere. A failure
is one error, :class:`~pulumi_payment_webhooks.errors.NotPosted`, whose text shows no token.
"""

from .comment import check_key, derive_key
from .post import post_comment
from .summary import SUMMARY_VARIABLE, append_summary

__all__ = ["SUMMARY_VARIABLE", "append_summary", "check_key", "derive_key", "post_comment"]
