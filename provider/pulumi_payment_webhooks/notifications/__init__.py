"""What every receiver of notifications shares: keys, age, bodies, decryption. Neither Pulumi nor a network here."""
