"""The protocol lint: what is missing, contradictory or unusual, one rule a function, as questions for the sponsor."""
