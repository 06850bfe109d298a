"""Monitoring: queries about what stands in a casebook, and its verification against the source."""
