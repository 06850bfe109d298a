"""Registry records: read as they stand (`reading`), and drafted into a protocol (`drafting`)."""
