"""What leaves a study: tables with their dictionary, in every format, and how to see that nobody altered them."""
