"""What a test can do to the simulated platform over HTTP, beside the API."""
