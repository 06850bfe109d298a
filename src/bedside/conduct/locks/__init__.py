"""What is frozen or locked, and for whom to ask; below everything that writes, so that all of it can be refused."""
