"""One account at Digital River: its settings, its connection, and what is asked once for many resources."""
