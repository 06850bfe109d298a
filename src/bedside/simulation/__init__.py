"""Whole virtual trials: people recruited, followed day by day, judged by the trial's rules, looked at as designed."""
