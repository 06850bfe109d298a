"""What a protocol promised to estimate, worked out of a data cut: results as rows, then tables, then a page."""
