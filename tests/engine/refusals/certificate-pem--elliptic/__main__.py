"""A certificate of a key that cannot encrypt."""

from pulumi_payment_webhooks import cybersource

PEM = """\
-----BEGIN CERTIFICATE-----
MIIBBzCBraADAgECAgEHMAoGCCqGSM49BAMCMAwxCjAIBgNVBAMMAXgwIBcNMjYw
MTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQSXI0scjRtsa8Ifno45ZdnFzaV3Zz0ubOhLv4W
gta7rntJRBbcEhuQy9At1e6Nu7SyO51ZhASHKvfJCqFaCJbVMAoGCCqGSM49BAMC
A0kAMEYCIQD2zdwdjp5NPHi+4P5goE2xlhUxvMuLfsuNzKQl8D3RrQIhAKR15ymm
KKvHaySTpEWMBRsAVEQoQzGmsWO9+Pzk6qbf
-----END CERTIFICATE-----
"""

cybersource.MessageEncryptionCertificate("encryption", certificate=PEM)
