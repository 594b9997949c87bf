"""Reports as Markdown, JSON and plain text. Pure: no I/O."""
