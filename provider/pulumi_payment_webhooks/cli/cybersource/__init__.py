"""The commands of Cybersource / Visa Acceptance Solutions."""
