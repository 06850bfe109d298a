"""What pages of other rooms show of a person."""
