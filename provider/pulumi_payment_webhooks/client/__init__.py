"""
Talks to platforms: one HTTP session per account, with authentication, retries and redaction. Decides nothing.

Nothing is imported here: threads load these modules when they first need them, and a package that imports its own
modules lets two of them wait for each other.
"""
