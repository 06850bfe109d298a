"""The JSON API: the same actions and permissions as the screens, for programs that hold a token."""
