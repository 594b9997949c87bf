"""What is wrong with a declaration, and its normal form."""

import pytest
from tests.reconcile.alert import FULL, LEAST, Alert

from pulumi_payment_webhooks.reconcile.decide.checks import check, problems_of
from pulumi_payment_webhooks.reconcile.declare.declaration import UNKNOWN
from pulumi_payment_webhooks.wording import FieldName, Sentence

SECRET = "hush-hush-4711"


def checked(news, olds=None, account=None):
    return check(Alert, olds or {}, news, account=account)


def failures(news, **more):
    return list(problems_of(checked(news, **more)))


def test_valid_declaration_has_no_failure():
    """
    A declaration with every field set and valid passes.
    """
    assert failures(FULL) == []


def test_every_problem_is_reported_at_once():
    """
    Problems of several fields, nested ones among them, come in one check and not one after another.
    """
    wrong = {"url": "ftp://x", "topics": {}, "level": "MEDIUM", "pause": -1, "contact": {"delay": "soon"}, "extra": 1}

    assert {one.partition(":")[0] for one in failures(wrong)} == {
        "accountId", "url", "topics", "level", "pause", "contact.phone", "contact.delay", "extra",
    }  # fmt: skip


@pytest.mark.parametrize("missing", ["url", "topics"])
def test_required_field_is_named(missing):
    """
    A required field that is left out is reported under its name.
    """
    declared = {name: value for name, value in LEAST.items() if name != missing}

    assert failures(declared) == [f"{missing}: is required"]


def test_field_of_the_account_says_that_the_stack_can_set_it():
    """
    A field that the account may fill in is reported with that remedy.
    """
    declared = {name: value for name, value in LEAST.items() if name != "accountId"}

    assert failures(declared) == ["accountId: is required; give it, or set it for the whole stack"]


def test_account_fills_in_what_is_left_out():
    """
    The account's value stands in for a field that was left out.
    """
    declared = {name: value for name, value in LEAST.items() if name != "accountId"}

    assert checked(declared, account={"accountId": "acme"}).inputs["accountId"] == "acme"


def test_program_wins_over_the_account():
    """
    A declared value is kept although the account has another.
    """
    assert checked(LEAST, account={"accountId": "other"}).inputs["accountId"] == "acme"


def test_account_fills_in_only_its_own_fields():
    """
    An account's value for a field that is not marked for it is ignored.
    """
    assert "teams" not in checked(LEAST, account={"teams": ["ops"]}).inputs


@pytest.mark.parametrize(
    "path", ["accountId", "url", "topics", "teams", "level", "pause", "muted", "token", "contact", "after"]
)
def test_unknown_value_passes(path):
    """
    A value that is only known during the deployment is no problem in any field, and stays unknown.
    """
    outcome = checked({**FULL, path: UNKNOWN})

    assert list(problems_of(outcome)) == []
    assert outcome.inputs[path] is UNKNOWN


def test_unknown_member_of_a_set_makes_the_set_unknown():
    """
    A list with one unknown member has no normal form yet.
    """
    assert checked({**LEAST, "teams": ["ops", UNKNOWN]}).inputs["teams"] is UNKNOWN


def test_unknown_value_hides_no_other_problem():
    """
    Beside an unknown value every other problem is still found.
    """
    assert failures({**LEAST, "url": UNKNOWN, "pause": -1}) == [
        "pause: must be a whole number of 0 or more, not a negative one"
    ]


def test_rule_speaks():
    """
    What two fields violate together is reported.
    """
    assert failures({**FULL, "muted": True}) == ["contact: is not possible while `muted`"]


@pytest.mark.parametrize(
    "change",
    [{"muted": UNKNOWN}, {"contact": {"phone": "112", "delay": UNKNOWN}}, {"contact": UNKNOWN}],
    ids=["its first field", "its second field", "the object that holds it"],
)
def test_rule_waits_for_unknown_fields(change):
    """
    A rule is silent as long as one of its fields is unknown.
    """
    assert failures({**FULL, "muted": True} | change) == []


def test_rule_is_silent_about_fields_that_are_wrong_already():
    """
    A field that was refused is not complained about a second time by a rule.
    """
    news = {**FULL, "muted": True, "contact": {"phone": "112", "delay": "soon"}}

    assert failures(news) == ["contact.delay: must be a whole number of 0 or more, not text"]


@pytest.mark.parametrize("spelled", [5, 5.0, "5", " 5 "])
def test_number_has_one_normal_form(spelled):
    """
    A whole number is the same number however it is written.
    """
    assert repr(checked({**LEAST, "pause": spelled}).inputs["pause"]) == "5"


@pytest.mark.parametrize("wrong", [True, -1, 1.5, "x", "", "-1", float("nan"), float("inf"), [1], {}])
def test_number_that_is_no_whole_number_is_refused(wrong):
    """
    Flags, fractions, negative numbers, infinities and words are no whole numbers.
    """
    assert len(failures({**LEAST, "pause": wrong})) == 1


@pytest.mark.parametrize("large", [2**53, 1e30, str(2**53), "9" * 5000], ids=["int", "float", "text", "long"])
def test_number_that_the_engine_would_change_is_refused(large):
    """
    The engine's numbers are floats, in which larger whole numbers lose digits, so that they would be sent again.
    """
    [failure] = failures({**LEAST, "pause": large})

    assert failure.startswith("pause: must be at most 9,007,199,254,740,991")


@pytest.mark.parametrize(("spelled", "value"), [(True, True), ("true", True), ("TRUE", True), ("False", False)])
def test_flag_has_one_normal_form(spelled, value):
    """
    A flag is a boolean, whether it was written as one or as text.
    """
    assert checked({**LEAST, "muted": spelled}).inputs["muted"] is value


@pytest.mark.parametrize("wrong", [1, 0, "yes", "", []])
def test_flag_that_is_neither_is_refused(wrong):
    """
    Numbers and other words are no flags.
    """
    assert len(failures({**LEAST, "muted": wrong})) == 1


@pytest.mark.parametrize("spelled", ["HIGH", "high", "High"])
def test_choice_takes_the_spelling_of_the_platform(spelled):
    """
    The case in which a choice is written does not matter.
    """
    assert checked({**LEAST, "level": spelled}).inputs["level"] == "HIGH"


def test_choice_suggests_the_nearest_word():
    """
    A misspelled choice names the words that are allowed, and the one that was probably meant.
    """
    assert failures({**LEAST, "level": "HIHG"}) == ["level: must be one of LOW, HIGH (did you mean 'HIGH'?)"]


def test_set_is_a_map_in_order():
    """
    A list of texts becomes a map from each member to true, sorted and without repetitions.
    """
    kept = checked({**LEAST, "teams": ["b", "a", "b"]}).inputs["teams"]

    assert list(kept.items()) == [("a", True), ("b", True)]


def test_set_in_normal_form_passes():
    """
    A set that is a map already, as the engine hands it back, stays as it is.
    """
    assert checked({**LEAST, "teams": {"a": True}}).inputs["teams"] == {"a": True}


@pytest.mark.parametrize("wrong", ["ops", 1, [], [""], [" "], [1], [["ops"]]])
def test_set_of_anything_but_texts_is_refused(wrong):
    """
    A set must be a list of texts with at least one member.
    """
    assert len(failures({**LEAST, "teams": wrong})) == 1


@pytest.mark.parametrize(
    ("topics", "where"), [({}, "topics"), ({"orders": []}, "topics.orders"), ({"": ["a"]}, "topics"), (["a"], "topics")]
)
def test_map_of_sets_is_checked_at_each_level(topics, where):
    """
    An empty map, an empty set in it and an empty key are reported where they are.
    """
    assert [one.partition(":")[0] for one in failures({**LEAST, "topics": topics})] == [where]


def test_default_is_filled_in():
    """
    A field with a default has it in normal form, so that a preview shows it.
    """
    assert checked(LEAST).inputs["pause"] == 60


def test_absent_member_of_a_declared_object_takes_its_default():
    """
    Inside a declared object the members that were left out have their defaults.
    """
    assert checked({**LEAST, "contact": {"phone": "112"}}).inputs["contact"]["delay"] == 5


def test_field_without_default_stays_absent():
    """
    What is neither declared nor has a default is in no normal form.
    """
    assert checked(LEAST).inputs.keys() == {"accountId", "url", "topics", "pause"}


def test_none_is_the_same_as_absent():
    """
    A field or member that is None counts as left out.
    """
    absent = checked({**LEAST, "contact": {"phone": "1"}})

    assert checked({**LEAST, "teams": None, "contact": {"phone": "1", "note": None}}) == absent


def test_derived_value_is_computed():
    """
    A derived member is computed from the normal form of its neighbours.
    """
    assert checked({**LEAST, "contact": {"phone": "112", "delay": "7"}}).inputs["contact"]["line"] == "112 after 7 min"


def test_derived_value_is_unknown_with_its_sources():
    """
    A derived member is unknown as long as one of its neighbours is.
    """
    assert checked({**LEAST, "contact": {"phone": UNKNOWN}}).inputs["contact"]["line"] is UNKNOWN


def test_derived_value_cannot_be_declared():
    """
    What a program writes in a derived field is replaced by what is computed.
    """
    given = {**LEAST, "contact": {"phone": "112", "line": "mine"}}

    assert checked(given).inputs["contact"]["line"] == "112 after 5 min"


@pytest.mark.parametrize("nested", [{"telephone": "112", "phone": "112"}, {"Phone": "1", "phone": "112"}])
def test_unknown_name_suggests_the_right_one(nested):
    """
    A misspelled member is refused, and the right name suggested.
    """
    assert failures({**LEAST, "contact": nested})[0].endswith("is not a known field (did you mean '`phone`'?)")


def test_suggestion_is_the_wire_name():
    """
    The field that was meant is data, by its wire name, so that each face spells it in its own language.
    """
    [problem] = check(Alert, {}, {**LEAST, "accountid": "acme"}).failures

    assert isinstance(problem.reason, Sentence)
    assert problem.reason.parts == (FieldName("accountId"),)


@pytest.mark.parametrize("wrong", ["112", ["112"], 112])
def test_object_must_be_a_mapping(wrong):
    """
    A nested object that is no mapping is refused as a whole.
    """
    assert failures({**LEAST, "contact": wrong})[0].startswith("contact: must be a mapping of fields")


def test_equal_url_keeps_the_earlier_spelling():
    """
    A URL that differs from the last deployment in the host's case and the default port alone is not changed.
    """
    old = checked(LEAST).inputs

    assert checked({**LEAST, "url": "https://HOOKS.example.net:443/alerts"}, old).inputs["url"] == old["url"]


@pytest.mark.parametrize("other", ["https://hooks.example.net/Alerts", "https://hooks.example.net:8443/alerts"])
def test_other_url_takes_the_new_spelling(other):
    """
    A URL with another path or port is another URL.
    """
    assert checked({**LEAST, "url": other}, checked(LEAST).inputs).inputs["url"] == other


@pytest.mark.parametrize(
    "path", ["accountId", "url", "topics", "teams", "level", "pause", "muted", "token", "contact", "after"]
)
@pytest.mark.parametrize("value", [SECRET, [SECRET, ""], {SECRET: SECRET}, f"http://{SECRET}.example/"], ids=type)
def test_no_refusal_repeats_the_value(path, value):
    """
    Whatever is refused, its value is not in the message: a program may have marked it secret.
    """
    assert SECRET not in " ".join(one.partition(": ")[2] for one in failures({**LEAST, path: value}))


@pytest.mark.parametrize("wrong", [5, ["x"], True])
def test_secret_that_is_no_text_is_refused(wrong):
    """
    A secret must be text.
    """
    assert failures({**LEAST, "token": wrong})[0].startswith("token: must be text")


def test_check_leaves_its_arguments_alone():
    """
    The declaration that a caller handed over is unchanged afterwards.
    """
    declared = {**LEAST, "contact": {"phone": "112"}}
    checked(declared, {"contact": {"phone": "1"}})

    assert declared == {**LEAST, "contact": {"phone": "112"}}
