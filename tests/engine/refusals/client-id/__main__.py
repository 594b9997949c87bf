"""What a log shows of a client id, in place of the client id."""

from pulumi_payment_webhooks import cybersource

cybersource.OAuthCredentials("login", client_id="***", client_secret="hush-4711")
