"""Credentials as they are given: what each form is, and what is wrong with it. No I/O, and no key is used here."""
