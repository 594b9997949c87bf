"""Digital River: webhooks of the Digital River API, as documented in 2023 and 2024."""
