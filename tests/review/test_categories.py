"""
The categories: stable words that pipelines depend on.
"""

from pulumi_payment_webhooks.review.categories import CATEGORIES


def test_identifiers_are_stable():
    """
    Pipelines name them after `--fail-on`: none may be renamed or removed.
    """
    assert [one.id for one in CATEGORIES] == [
        *("errors", "lost-events", "deletes", "replaces", "interruptions", "keys", "access", "scope", "retries"),
        *(
            "unprotected",
            "unclear",
            "moves",
            "releases",
            "gained-events",
            "adoptions",
            "other",
            "warnings",
            "drift",
            "changes",
        ),
    ]


def test_each_category_says_what_belongs_to_it():
    """
    The help and the documentation show it as a clause.
    """
    assert all(one.meaning and not one.meaning.endswith(".") for one in CATEGORIES)
