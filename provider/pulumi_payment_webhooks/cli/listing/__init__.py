"""The commands that show what exists at the platforms: `list` and `status`. No platform is named here."""
