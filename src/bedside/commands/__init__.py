"""What each command of `bedside` does: arguments in, the rooms' work, words and files out."""
