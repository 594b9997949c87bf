"""A webhook: one URL that receives the events of some types."""
