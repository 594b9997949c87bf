"""A file's name where the certificate itself belongs."""

from pulumi_payment_webhooks import cybersource

cybersource.MessageEncryptionCertificate("encryption", certificate="receiver.pem")
