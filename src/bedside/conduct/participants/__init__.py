"""The people of the study: screened, asked for consent, enrolled, followed to the end."""
