"""What the design can show, and the trial simulated whole, before anybody has seen a result."""
