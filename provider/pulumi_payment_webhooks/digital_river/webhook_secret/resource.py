"""What a program writes for digital_river:WebhookSecret. Generated from the declaration by `make schema`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import pulumi

from ...program import REFERENCE, Each, Members, Named, Resource

_PREVIOUS_SECRET: dict[str, Named] = {
    "secret": Named("secret"),
    "expiration_date": Named("expirationDate"),
}
_INPUTS: dict[str, Named] = {
    "webhook": Named("webhook", REFERENCE),
    "expiration": Named("expiration"),
    "rotation": Named("rotation", REFERENCE),
    "max_age": Named("maxAge"),
    "existing_secret": Named("existingSecret", REFERENCE),
}
_OUTPUTS: dict[str, Named] = {
    "secret": Named("secret"),
    "secret_id": Named("secretId"),
    "created_on": Named("createdOn"),
    "previous_secrets": Named("previousSecrets", Each(Members(_PREVIOUS_SECRET))),
}

class WebhookSecret(Resource):
    """
    The secret with which the platform signs the notifications of a webhook.

    Every webhook has one from the start, and at most five that are valid. A change of `rotation`, or an age of
    `max_age` days, creates a new secret; the last one stays valid as long as `expiration` says, and is kept in
    `previous_secrets`. Only the profile `gc` has requests for secrets. With `dr-api`, rotation is an action of the
    console: give the secret that it reveals as `existing_secret`. Destroying the resource forgets the secret.

    Args:
        resource_name: Name of the resource in the program; part of its URN.
        webhook: The webhook, or its id. Another one is another secret.
        expiration: When the last secret expires after a rotation. Default: `24_hours`.
        rotation: Any text, such as a date; a change of it rotates the secret, the first one is only recorded.
        max_age: Days after which the next `pulumi up` rotates the secret. Default: never.
        existing_secret: The secret that a console revealed, to use it without a request; needed with `dr-api`.
        opts: Pulumi's resource options.

    Source: the pages "Rotate a webhook's secret" of the Digital River API and "Webhook service" of Global Commerce.
    """

    _kind = "digital_river:WebhookSecret"
    _inputs = _INPUTS
    _outputs = _OUTPUTS
    _filled = ("expiration",)
    _secrets = ("existingSecret", "previousSecrets", "secret",)
    _part_of = ("webhook", "secret")
    _adopted_by = ("existing_secret",)

    def __init__(
        self,
        resource_name: str,
        *,
        webhook: pulumi.Input[str] | pulumi.CustomResource,
        expiration: pulumi.Input[Literal["immediately", "1_hour", "3_hours", "6_hours", "12_hours", "24_hours"]]
        | None = None,
        rotation: pulumi.Input[str] | pulumi.CustomResource | None = None,
        max_age: pulumi.Input[int] | None = None,
        existing_secret: pulumi.Input[str] | pulumi.CustomResource | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        inputs = {
            "webhook": webhook,
            "expiration": expiration,
            "rotation": rotation,
            "max_age": max_age,
            "existing_secret": existing_secret,
        }
        self._register(resource_name, inputs, opts)

    @property
    def webhook(self) -> pulumi.Output[str]:
        """The webhook, or its id. Another one is another secret."""
        return self._output("webhook")

    @property
    def expiration(self) -> pulumi.Output[str]:
        """When the last secret expires after a rotation."""
        return self._output("expiration")

    @property
    def rotation(self) -> pulumi.Output[str | None]:
        """Any text, such as a date; a change of it rotates the secret, the first one is only recorded."""
        return self._output("rotation")

    @property
    def max_age(self) -> pulumi.Output[int | None]:
        """Days after which the next `pulumi up` rotates the secret. Default: never."""
        return self._output("max_age")

    @property
    def existing_secret(self) -> pulumi.Output[str | None]:
        """The secret that a console revealed, to use it without a request; needed with `dr-api`."""
        return self._output("existing_secret")

    @property
    def secret(self) -> pulumi.Output[str]:
        """The current secret; all of it is the key, `whk_` as well."""
        return self._output("secret")

    @property
    def secret_id(self) -> pulumi.Output[str | None]:
        """The platform's id of it; none of an existing secret."""
        return self._output("secret_id")

    @property
    def created_on(self) -> pulumi.Output[str | None]:
        """When it was created, ISO 8601."""
        return self._output("created_on")

    @property
    def previous_secrets(self) -> pulumi.Output[dict[str, Mapping[str, Any]]]:
        """Secrets that were current before and are still valid; may be empty."""
        return self._output("previous_secrets")
