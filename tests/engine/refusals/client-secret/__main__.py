"""What `pulumi stack output` prints of a secret, in place of the secret."""

from pulumi_payment_webhooks import cybersource

cybersource.OAuthCredentials("login", client_id="shop", client_secret="[secret]")
