"""How far two versions of a score agree at the same stay-hours, and which of their options makes the difference."""
