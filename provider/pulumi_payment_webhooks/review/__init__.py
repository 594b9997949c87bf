"""What a preview means for a reviewer, and the posting of that report."""
