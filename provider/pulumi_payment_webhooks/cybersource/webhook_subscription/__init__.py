"""A webhook subscription: which events of an organization go to which URL, and how."""
