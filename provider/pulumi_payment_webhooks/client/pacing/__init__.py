"""When the requests of an account are sent: how many concurrently, how fast, and what a waiting request reports."""
