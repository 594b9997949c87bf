"""What stacks record of their resources, read without a secret."""
