"""Research samples: drawn, processed, stored, sent and assayed; where each aliquot is, and has been."""
