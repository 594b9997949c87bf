"""
The hosts of Cybersource / Visa Acceptance Solutions. No I/O here.

Source: "Webhooks Implementation Guide" and "OAuth 2.0 Partner Implementation Guide", which name a host for each brand
and environment; docs/reference/cybersource.md, "Hosts".
"""

from __future__ import annotations

from ...settings.hosts import Hosts

HOSTS = Hosts(
    {
        "cybersource-test": "apitest.cybersource.com",
        "cybersource-production": "api.cybersource.com",
        "cybersource-production-india": "api.in.cybersource.com",
        "visa-acceptance-test": "apitest.visaacceptance.com",
        "visa-acceptance-production": "api.visaacceptance.com",
        "cybersource-oauth-test": "api-matest.cybersource.com",
        "cybersource-oauth-production": "api-ma.cybersource.com",
    },
    domains=(".cybersource.com", ".visaacceptance.com"),
    short_forms={
        "test": "cybersource-test",
        "production": "cybersource-production",
        "production-india": "cybersource-production-india",
    },
)
