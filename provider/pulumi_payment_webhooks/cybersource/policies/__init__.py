"""What the policies of a subscription share, whether they are declared inline or apart."""
