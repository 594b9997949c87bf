"""One account at Cybersource: its settings, its connection, and what is asked once for many resources."""
