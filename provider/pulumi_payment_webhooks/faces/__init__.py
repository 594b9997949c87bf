"""What is known of Pulumi's SDK and its processes: each private name that we use, and what is lost without it."""
