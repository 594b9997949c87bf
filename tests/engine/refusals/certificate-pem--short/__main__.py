"""A certificate of a key that is too short."""

from pulumi_payment_webhooks import cybersource

PEM = """\
-----BEGIN CERTIFICATE-----
MIIBjTCB96ADAgECAgEHMA0GCSqGSIb3DQEBCwUAMAwxCjAIBgNVBAMMAXgwIBcN
MjYwMTAxMDAwMDAwWhgPMjEyNjAxMDEwMDAwMDBaMAwxCjAIBgNVBAMMAXgwgZ8w
DQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBALeGlmTKPrTQF/UtnOYZBrSmG3ILiVcG
f99eaWwE/nhlnhOVJEVrQRLnNwGC956LcCap+LlK8J+3RWcywADQ6y1e6SqOSghz
W3JGnacAJl43GyI7hIsm46oYb4ux4YJm5lnpfH3qbe/vqa5/HmO+fiDusefDIQ3X
8Sc4n6ARjpz5AgMBAAEwDQYJKoZIhvcNAQELBQADgYEAq8TUG99QE3cNZ6FKc4vo
RUTBs9hUvnXe/Af5UnyoJGcQDsXttlVfZfO+PZpuIavSbIBRNQhOZsotJr3eCses
Dq77dKJBu+2SSNBT4/gyHYkt7sWA0k2VnNrSP5GhWWjuy0r2FlfqiENepV3OtEJt
bqLlpdmYXEPnK03TDt6iJgk=
-----END CERTIFICATE-----
"""

cybersource.MessageEncryptionCertificate("encryption", certificate=PEM)
