"""What every simulated platform shares: its wire, its time, its deliveries and its journal."""
