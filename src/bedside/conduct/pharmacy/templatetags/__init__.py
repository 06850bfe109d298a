"""Tags of the pharmacy for templates of other rooms."""
