"""Results that come as files: looked at first, kept once, never over what stands."""
