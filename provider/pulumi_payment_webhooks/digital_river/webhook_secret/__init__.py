"""The signing secret of a webhook."""
