"""What receivers of every platform share: keys, age, bodies, decryption. Neither Pulumi nor a network here."""
