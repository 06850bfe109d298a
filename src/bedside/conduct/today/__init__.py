"""A site's day: who is in screening, what is due, and the log of everybody who was looked at."""
