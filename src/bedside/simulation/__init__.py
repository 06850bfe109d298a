"""Whole virtual trials: people recruited, followed day by day, judged by the trial's own rules, looked at as designed."""
