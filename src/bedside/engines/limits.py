"""How much is held at once."""

MEMORY = "2GB"
"""What a database holds in memory, as DuckDB writes sizes; with the arrays of a batch, less than three gigabytes."""
BATCH = 400_000
"""Stay-hours answered at a time, in less than a gigabyte; more batches cost more, for each has costs of its own."""
