"""Settings: how they are looked up, and those that every platform has."""
