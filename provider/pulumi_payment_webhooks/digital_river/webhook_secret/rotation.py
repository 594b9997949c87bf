"""
The requests for signing secrets: list, reveal, rotate.

A rotation is never sent twice. After a lost answer nobody knows whether there is a new secret: so the secrets are
listed before each rotation, and a secret that the state does not know is the result of the last one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...errors import Missing, PlatformError, Refused, Unavailable, Unclear
from ...reconcile.declare.declaration import whole_of
from ...reconcile.ports import Request
from ...wording import FieldName, Sentence
from ..account.account import DigitalRiverAccount
from ..api.secrets import SecretRow, read_secret, read_secrets
from ..rules.signing_secrets import IMMEDIATELY, MOST_SECRETS
from .declaration import PAGE, WebhookSecret
from .wire import expiry, known_tokens, outputs_of

Writing = Request[WebhookSecret, DigitalRiverAccount]


def fetch(webhook: str, state: Mapping[str, object], account: DigitalRiverAccount) -> dict[str, object]:
    """The secrets of *webhook* as outputs; those that *state* does not know are revealed."""
    rows = list_secrets(webhook, account)
    tokens = known_tokens(state)
    for row in rows:
        if row.id not in tokens:
            tokens[row.id] = _reveal(webhook, row, account, is_current=row is rows[0])
    return outputs_of(rows[0], rows[1:], tokens, state)


def rotate(request: Writing) -> dict[str, object]:
    """
    Rotate the secret, and return the outputs.

    Raises:
        Unclear: Nobody knows whether it was rotated; the next run finds out.
        Refused: The webhook has as many secrets as it may have, or the platform refuses for another reason.
    """
    account, state, webhook = request.account, request.state, whole_of(request.id)
    known = state.get("secretId")
    before = list_secrets(webhook, account)
    if known and before[0].id != known:
        request.run.warn(f"the platform has a newer secret than the state, which is used; {PAGE}")
        return fetch(webhook, state, account)
    _insist_on_room(before, request)
    now = account.now()
    try:
        new = _post(request, webhook)
    except Unclear as unclear:
        return _recover(request, webhook, before[0].id, unclear)
    rows = [replace(before[0], expires=expiry(request.declared.expiration, now)), *before[1:]]
    tokens = known_tokens(state)
    tokens[new.id] = new.token or _reveal(webhook, new, account, is_current=True)
    kept = rows[1:] if request.declared.expiration == IMMEDIATELY else rows
    return outputs_of(new, kept, tokens, state)


def list_secrets(webhook: str, account: DigitalRiverAccount) -> Sequence[SecretRow]:
    """The valid secrets of *webhook*, the current one first."""
    doing = f"list the secrets of webhook {webhook}"
    answer = account.ask("GET", account.paths.secrets(webhook), doing=doing)
    try:
        return read_secrets(answer)
    except ValueError as oddity:
        raise _odd_answer(str(oddity), account, doing) from None


def _reveal(webhook: str, row: SecretRow, account: DigitalRiverAccount, *, is_current: bool) -> str:
    """A secret in clear; empty for a previous one that has expired meanwhile."""
    doing = f"reveal secret {row.id} of webhook {webhook}"
    try:
        answer = account.ask("GET", account.paths.secret(webhook, row.id), doing=doing)
    except Missing:
        if is_current:
            raise
        return ""
    token = read_secret(answer).token if isinstance(answer, Mapping) and answer.get("id") == row.id else ""
    if not token:
        raise _odd_answer("without the secret", account, doing)
    return token


def _post(request: Writing, webhook: str) -> SecretRow:
    account, doing = request.account, f"rotate secret {request.run.name!r}"
    body = {"expiration": request.declared.expiration}
    answer = account.change("POST", account.paths.secrets(webhook), body=body, doing=doing)
    try:
        return read_secret(answer)
    except ValueError as flaw:
        reason = f"{account.host} accepted it and answered {flaw}"
        raise Unclear(f"cannot {doing}: {reason}", reason=reason) from None


def _insist_on_room(rows: Sequence[SecretRow], request: Writing) -> None:
    """
    A webhook has at most five valid secrets.

    Raises:
        Refused: A rotation would make one more.
    """
    if len(rows) < MOST_SECRETS or request.declared.expiration == IMMEDIATELY:
        return
    full = f"cannot rotate secret {request.run.name!r}: {len(rows)} secrets are valid, which is the most"
    remedy = f"wait until {rows[1].expires}, when the next one expires, or set {{}} to {IMMEDIATELY}"
    raise Refused(Sentence(f"{full}; {remedy}; {PAGE}", FieldName("expiration")))


def _recover(request: Writing, webhook: str, before: str, unclear: Unclear) -> dict[str, object]:
    """What became of a rotation whose answer was lost: the secrets are listed once more."""
    try:
        found = fetch(webhook, request.state, request.account)
    except PlatformError as failure:
        raise _still_unclear(unclear, failure.reason) from failure
    if found["secretId"] == before:
        raise _still_unclear(unclear, f"{request.account.host} does not list a new secret yet") from unclear
    request.run.note(f"the answer to the rotation was lost; the new secret was found; {PAGE}")
    return found


def _still_unclear(unclear: Unclear, why: str) -> Unclear:
    remedy = "run `pulumi up` again, which looks first and rotates only if there is no new secret"
    message = Sentence(f"{{}}; not known yet whether it was rotated: {{}}; {remedy}; {PAGE}", unclear.message, why)
    return Unclear(message, status=unclear.status, reference=unclear.reference, reason=unclear.reason)


def _odd_answer(oddity: str, account: DigitalRiverAccount, doing: str) -> Unavailable:
    reason = f"{account.host} answered {oddity}"
    return Unavailable(f"cannot {doing}: {reason}", reason=reason)
