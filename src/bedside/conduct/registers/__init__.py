"""The registers of a study: deviations and breaches, delegation, training, site initiation, urgent safety measures."""
