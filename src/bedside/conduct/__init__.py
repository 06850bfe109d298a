"""The study while it runs: the only room that knows Django."""
