"""What exists at the platforms, compared with what a stack manages: for operators."""
