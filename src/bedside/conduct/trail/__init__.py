"""The trail: every change one event, chained, and every kept row written once."""
