"""The Cybersource webhook API from the other side, written from the vendor's documentation."""
