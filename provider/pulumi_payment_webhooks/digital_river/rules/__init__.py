"""Pure knowledge of the platform that client and simulator share. No I/O here."""
