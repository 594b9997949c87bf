"""The operations of the API: what each request reads, checks, changes and answers."""
