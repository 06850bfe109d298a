"""Amendments: what a version of the protocol changes for whom, looked at before it is put in force."""
