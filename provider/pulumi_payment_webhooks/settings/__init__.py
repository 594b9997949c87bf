"""Settings: how they are found, and those that every platform shares."""
