"""The private key, which must not leave the receiver, beside the certificate."""

from pulumi_payment_webhooks import cybersource

PEM = """\
-----BEGIN PRIVATE KEY-----
hush-4711
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBBTCBraADAgECAgEHMAoGCCqGSM49BAMCMAwxCjAIBgNVBAMMAXgwIBcNMjYw
MTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwWTATBgcq
hkjOPQIBBggqhkjOPQMBBwNCAAQSXI0scjRtsa8Ifno45ZdnFzaV3Zz0ubOhLv4W
gta7rntJRBbcEhuQy9At1e6Nu7SyO51ZhASHKvfJCqFaCJbVMAoGCCqGSM49BAMC
A0cAMEQCIFNToHQGjRUqJY6htBiahyWLAwUDPz+bhE9UyMa/XsSOAiATP1QIYGHy
6Rac9X+CPb/z2z37nPcRgb0GC7DtJkarWA==
-----END CERTIFICATE-----
"""

cybersource.MessageEncryptionCertificate("encryption", certificate=PEM)
