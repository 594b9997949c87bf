"""What exists at the platforms, beside what a stack manages: for people who operate it."""
