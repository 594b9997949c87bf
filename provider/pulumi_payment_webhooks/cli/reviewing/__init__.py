"""The command `review`. No platform here."""
