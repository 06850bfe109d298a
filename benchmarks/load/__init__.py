"""What `study_under_load.py` stands on: a large study, and the people who use it all at once."""
