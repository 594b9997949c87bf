"""What the `simulate` commands of all platforms share: options, serving, the lines about deliveries, and `emit`."""
