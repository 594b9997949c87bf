"""Who may call the simulated platform: the schemes that authenticate a request."""
