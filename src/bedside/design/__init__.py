"""The design of a trial: exact numbers on what it can show, worked out before anybody takes part."""
