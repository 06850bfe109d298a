"""Virtual patients: intensive-care stays of people who do not exist, for demonstration, tests and simulation."""
