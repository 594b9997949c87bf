"""Tables and pages of the documentation that are generated from the code."""
