"""What is written of each participant: every save a new version, nothing ever overwritten."""
