"""DECIDES: what a declaration means, what is wrong with it, what differs, what to do. No I/O here."""
