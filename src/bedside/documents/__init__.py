"""The two documents of a trial's statistics: the plan, written before the data, and the report, written after."""
