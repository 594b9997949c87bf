"""The webhooks of the Digital River API from the other side, written from the vendor's documentation."""
