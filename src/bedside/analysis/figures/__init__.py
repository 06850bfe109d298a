"""The results as pictures, each with its data: drawn from rows, told in words, in English and in French.

`gathered.figures_of` gives all of them by name; `drawn.Drawn` says what a figure holds. Whatever shows results (the
page of `bedside analyse`, a report) takes them from there and draws nothing itself.
"""
