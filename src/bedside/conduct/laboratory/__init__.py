"""The site's laboratory: its ranges, and what a result is against them."""
