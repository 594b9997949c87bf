"""Everything that is generated from declarations, settings and functions. Not in the wheel."""
