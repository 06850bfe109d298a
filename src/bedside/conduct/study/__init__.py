"""The study itself: its folder, its protocol versions, its status."""
