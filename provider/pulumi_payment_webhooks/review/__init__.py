"""What a preview means for a reviewer, and the delivery of that report."""
