"""Who works in the study: users, sites, roles, and what each may do."""
