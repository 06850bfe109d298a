"""Who on the ward is eligible, hour by hour, why, and the one missing thing that would settle it."""
