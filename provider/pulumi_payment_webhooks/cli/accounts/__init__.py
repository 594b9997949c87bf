"""What commands open: the stack that holds settings, an account, and everything that exists in it. No platform here."""
