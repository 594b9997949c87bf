"""The command `compare`. No platform here."""
