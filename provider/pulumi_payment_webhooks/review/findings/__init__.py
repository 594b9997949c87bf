"""What the steps of a preview mean, resource by resource and event by event. Pure: no I/O."""
