"""A public key without a certificate."""

from pulumi_payment_webhooks import cybersource

PEM = """\
-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEElyNLHI0bbGvCH56OOWXZxc2ld2c
9LmzoS7+FoLWu657SUQW3BIbkMvQLdXujbu0sjudWYQEhyr3yQqhWgiW1Q==
-----END PUBLIC KEY-----
"""

cybersource.MessageEncryptionCertificate("encryption", certificate=PEM)
