"""The command that writes a program for what exists."""
