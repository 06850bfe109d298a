"""What the benchmark of a hospital's size is made of."""
