"""What a source holds for a trial: the patients it would find, what it can supply, how versions of a score agree."""
