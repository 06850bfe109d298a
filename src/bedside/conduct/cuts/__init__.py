"""What leaves the study: data cuts, casebooks and forms as PDF, the archive of an inspection."""
