"""The words that a resource is declared with. Pure."""
