import pulumi
from pulumi_payment_webhooks import cybersource

CERTIFICATE = """-----BEGIN CERTIFICATE-----
MIICtjCCAZ6gAwIBAgIUf+mFk5w33q1vffCD7aoKGYmbJtYwDQYJKoZIhvcNAQEL
BQAwFTETMBEGA1UEAwwKUmVxdWVzdEtleTAeFw0yNjExMjIwMzMwMzFaFw0yNzAy
MjAwMzMwMzFaMBUxEzARBgNVBAMMClJlcXVlc3RLZXkwggEiMA0GCSqGSIb3DQEB
AQUAA4IBDwAwggEKAoIBAQChqFQihbDQrS6wo245HofjCR/igFRcdPFG+BvjwT4F
W/GR4M2NsLiF7ytRZwmhmZ2zaHszvSKYRWFFTl2Mg1e2qWVcjgMWpwjUOCNP0t7A
0PwxbYqt/dKmyT9mSgWeKVqQbKBPClne56wf48UAE0hRik6I3Xl2xBGSCvS8SHE3
3aLZqxs56dJl7JrHOIrvZTDGusqgTG/qRzm3BdOriH5AKEs6WfT+a1RnB+xFoxK0
+zqZLpeuDGfFtaGiN/rre24RC54YL4UIx+trfoL2ScMUbMqw1rstkrZ2NiDIPclH
8wH/g1Qlb9Oo5C3AdhvF6+gkCub4vlK2jCPMbL79urobAgMBAAEwDQYJKoZIhvcN
AQELBQADggEBAH9AM8HBDpHMS58CwojLDqnkpjoF+tfQLaQlDI9Z52BS8wyl/QUx
BgNgtKnosvCuJ8LaKUsCdo05QIx0d9zjcMn1QKWNZHWcG+ly9EU/4T4oUjwTHiGe
jNbwlPW4Hpnl2cAZ0W4f0lqUzASB19GwYv1DBcny08TrWjKo54Xff6YLcdlxlhbJ
ExxLeSZZ1WSbZl9cp5Sjdz3IWojoD6t69MHr3WhjZPFrltLpK0sDq8Z6KH3DjsMS
XEKC5rvGHO5DZstyTO9B0GVttaQX35r8ZgWo5BDN/UlHH+5gl3TkgaPnEpvXHa2f
SFpRdFDXHbpJq3Q4DY7uG6q56f1cnCIf2tE=
-----END CERTIFICATE-----
"""

signing = cybersource.DigitalSignatureKey("signing", max_age=3650, rotation="first", expiry_duration=3650)
certificate = cybersource.MessageEncryptionCertificate("encryption", certificate=CERTIFICATE)
client = cybersource.OAuthCredentials(
    "client", client_id="orders", client_secret=pulumi.Output.secret("example only"), expiry_duration=3650
)
inline = cybersource.WebhookSubscription(
    "inline",
    name="Orders",
    description="Refunds and captures.",
    products={
        "payments": ["payments.capture.status.updated", "payments.refund.status.updated"],
        "eCheck": ["payments.voids.accepted"],
    },
    webhook_url="https://hooks.example.com/payments",
    health_check_url="https://hooks.example.com/health",
    notification_scope="CUSTOM",
    scope_data=["branch_north", "branch_south"],
    status="ACTIVE",
    retry_policy={
        "algorithm": "ARITHMETIC",
        "first_retry": 10,
        "interval": 30,
        "number_of_retries": 3,
        "deactivate_flag": False,
    },
    security_policy={
        "security_type": "oAuth",
        "proxy_type": "external",
        "config": {
            "oauth_url": "https://login.example.com/token",
            "oauth_token_expiry": 365,
            "oauth_token_type": "Bearer",
        },
        "credentials": client,
    },
    signature_key=signing,
    certificate=certificate,
)
apart = cybersource.WebhookSubscription(
    "apart",
    name="Invoices",
    products={"customerInvoicing": ["invoicing.customer.invoice.paid"]},
    webhook_url="https://hooks.example.com/invoices",
    signature_key=signing,
)
cybersource.RetryPolicy(
    "retries", subscription=apart, first_retry=5, interval=20, algorithm="GEOMETRIC", number_of_retries=4
)
cybersource.OAuthSecurityConfig(
    "oauth",
    subscription=apart,
    security_type="oAuth",
    config={"oauth_url": "https://login.example.com/token"},
    credentials=client,
)
pulumi.export("key_id", signing.key_id)
pulumi.export("inline", inline.id)
