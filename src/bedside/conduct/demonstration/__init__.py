"""The demonstration study: people and patients who do not exist, put through the application's own actions."""
