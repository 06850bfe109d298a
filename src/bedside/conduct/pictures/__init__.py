"""Pictures of a study and of its participants, made on the server, each with its table; alerts of the protocol."""
