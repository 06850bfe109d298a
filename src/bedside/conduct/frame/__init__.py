"""What every page has: its frame, its words in two languages, its permission, its errors as sentences."""
