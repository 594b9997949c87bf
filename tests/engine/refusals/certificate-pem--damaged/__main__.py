"""A certificate that was cut off."""

from pulumi_payment_webhooks import cybersource

PEM = """\
-----BEGIN CERTIFICATE-----
MIIBBjCBraADAgECAgEHMAoGCCqGSM49BAMCMAwxCjAIBgNVBAMMAXgwIBcNMjYw
MTAxMDAwMDAwWhgPMjEyNjAxMDE
-----END CERTIFICATE-----
"""

cybersource.MessageEncryptionCertificate("encryption", certificate=PEM)
