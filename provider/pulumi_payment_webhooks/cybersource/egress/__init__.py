"""What the resources share that hand a key to the platform."""
