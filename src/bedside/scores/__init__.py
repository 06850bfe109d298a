"""Severity scores and criteria as rules: one file each, the paper's table as data at its top.

Nothing here computes on values: a score is a rule of the algebra in `rules`, so that a score of incomplete
data is a range, and one definition serves the bedside trace and the warehouse query. Every choice that a
paper leaves open is a named option with a default; the named variants of a score are values of its options.
"""
