"""From the ward to the trial: what is known of a person, how each criterion stands, enrolment or not."""
