"""
Reports as Markdown: what a reviewer reads.
"""

from tests.review.recording.goldens import comment
from tests.review.steps import PAID, REFUNDED, URL, changed, created, deleted, step, subscription, whole

from pulumi_payment_webhooks.review.rendering.as_markdown import LIMIT, to_markdown

BOTH, ONE = subscription(PAID, REFUNDED), subscription(PAID)
SIX_HUNDRED = 600


def test_comment_begins_with_what_matters_most():
    """
    The heading, then one line for the stack.
    """
    lines = to_markdown(whole(changed("payments", BOTH, ONE))).splitlines()

    assert lines[0] == "## Payment webhooks: events lost"
    assert lines[2] == f"- `production` stops receiving `{REFUNDED}` at `{URL}` (organization `shop_org`)."


def test_exact_changes_are_folded_below():
    """
    The properties that change follow, folded.
    """
    text = to_markdown(whole(changed("payments", BOTH, ONE)))

    block = f'```diff\n@@ subscription payments: changed @@\n- products.payments["{REFUNDED}"]\n```'
    assert f"<details>\n<summary>Exact changes of 1 resource</summary>\n\n{block}\n" in text
    assert text.endswith("</details>\n")


def test_long_values_stand_below_each_other():
    """
    A reader sees what a long value was and will be without scrolling; short values share a row.
    """
    folded = comment("retries-shortened").partition("<details>")[2].splitlines()

    assert "! number_of_retries: 3 -> 5" in folded
    assert [line[:11] for line in folded if line[2:].startswith("schedule")] == ["- schedule:", "+ schedule:"]


def test_nothing_to_review_is_said():
    """
    A stack without a change has a comment, too.
    """
    text = to_markdown(whole(counts={"same": 12}))

    assert text == (
        "## Payment webhooks: no change\n\n- `production` does not change.\n\n"
        "12 resources of the program do not change.\n"
    )


def test_other_resources_are_counted():
    """
    What becomes of resources of other packages is a number.
    """
    steps = [step("create", name, kind="") for name in "ab"] + [step("delete", "c", kind="")]

    assert "Other resources of the program: 2 created and 1 deleted." in to_markdown(whole(*steps))


def test_long_comment_keeps_what_matters():
    """
    The least important is left out first, and the comment says how much that is.
    """
    steps = [created(f"new-{one}", subscription(f"event.{one}", name="n" * 250)) for one in range(SIX_HUNDRED)]

    text = to_markdown(whole(*steps, deleted("payments", BOTH)))

    assert len(text) <= LIMIT
    assert "_Left out to stay below 60,000 characters: 600 exact changes" in text
    assert "### Events lost" in text
    assert "<details>" not in text


def test_exact_changes_of_one_resource_leave_room_for_others():
    """
    Thousands of events in one subscription are cut, so that the changes of the next one are shown as well.
    """
    many = subscription(*(f"payments.event{number}.accepted" for number in range(5_000)))

    text = to_markdown(whole(changed("a", ONE, many), changed("b", ONE, BOTH)))

    assert "more lines)\n```" in text
    assert "@@ subscription b: changed @@" in text
    assert len(text) <= LIMIT


def test_failed_preview_counts_nothing():
    """
    Nobody knows what else would have changed.
    """
    counts = {"same": 12}

    assert "12 resources" in to_markdown(whole(counts=counts))
    assert "resources" not in to_markdown(whole(counts=counts, failed=True))


def test_flood_of_one_kind_hides_no_section():
    """
    A thousand moved URLs leave room for the event that is gained.
    """
    moved = [changed(f"s{n}", subscription(str(n)), subscription(str(n), webhookUrl=f"{URL}/{n}")) for n in range(1000)]

    text = to_markdown(whole(*moved, changed("more", subscription(PAID), subscription(PAID, REFUNDED))))

    assert f"delivers `{REFUNDED}`" in text
    assert "points under “delivery interrupted or moved”" in text
