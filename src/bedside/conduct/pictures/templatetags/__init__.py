"""Tags of the pictures."""
