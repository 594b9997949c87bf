"""What is masked before anything is written down."""

import base64

import pytest

from pulumi_payment_webhooks.client.redaction import (
    LONGEST_BODY,
    is_secret_name,
    log_text,
    mask,
    remove_secrets,
    secrets_in,
)


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "signature",
        "key",
        "sharedSecret",
        "clientSecret",
        "client_secret",
        "Set-Cookie",
        "access_token",
    ],
)
def test_secrets_are_known_by_their_names(name):
    """
    Case and separators do not hide a secret.
    """
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["keyId", "clientKeyId", "keyType", "signatureKeyId", "name", "pub", ""])
def test_ids_are_no_secrets(name):
    """
    A name that only contains the word stays readable.
    """
    assert not is_secret_name(name)


def test_secret_members_are_masked_at_any_depth():
    """
    Objects and lists are searched to the end.
    """
    assert mask({"a": [{"key": "hunter2", "keyId": "1"}]}) == {"a": [{"key": "***", "keyId": "1"}]}


def test_platform_has_further_names():
    """
    What carries a secret at one platform only is masked for that platform.
    """
    body = {"pvt": "hunter2", "name": "orders"}

    assert mask(body, frozenset({"pvt"})) == {"pvt": "***", "name": "orders"}
    assert list(secrets_in(body, frozenset({"pvt"}))) == ["hunter2"]


def test_secret_members_that_are_objects_are_masked_whole():
    """
    Nothing below a secret name survives.
    """
    assert mask({"token": {"value": "hunter2"}}) == {"token": "***"}


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("https://me:hunter2@host.example/path", "https://host.example/path"),
        ("https://hunter2@host.example", "https://host.example"),
        ("https://host.example/path?token=hunter2", "https://host.example/path?***"),
        ("https://host.example/#hunter2", "https://host.example/#***"),
        ("see https://a:hunter2@b/c?d and e", "see https://b/c?*** and e"),
    ],
)
def test_urls_lose_credentials_and_query(url, left):
    """
    What a URL may hide is masked, what it names is not.
    """
    assert mask(url) == left


def test_long_bodies_are_cut():
    """
    A log line has an end.
    """
    assert len(log_text({"name": "x" * 10_000})) == LONGEST_BODY


def test_secrets_of_a_body_are_found():
    """
    Every text under a secret name is found, and nothing else.
    """
    assert list(secrets_in({"a": [{"key": "one", "keyId": "1"}], "clientSecret": "two"})) == ["one", "two"]


@pytest.mark.parametrize("form", ["se/cret 1", "se%2Fcret%201", "se%2Fcret+1", base64.b64encode(b"se/cret 1").decode()])
def test_secrets_are_taken_out_of_foreign_text(form):
    """
    A secret that a platform repeats is masked, plain, URL-encoded and in base64.
    """
    assert remove_secrets(f"bad value '{form}' given", ["se/cret 1"]) == "bad value '***' given"


def test_tiny_secrets_do_not_spoil_a_text():
    """
    A secret of a letter or two would mask half of any sentence.
    """
    assert remove_secrets("a bad day", ["a", ""]) == "a bad day"
