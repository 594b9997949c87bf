"""The desk: what every simulated platform shares. It knows no platform, no client and no Pulumi."""
