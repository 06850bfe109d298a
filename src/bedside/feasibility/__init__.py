"""How many patients of a source a trial would find, and which of its variables the source can supply."""
