"""TALKS: one HTTP session per account: authentication, retries, redaction. Decides nothing."""
