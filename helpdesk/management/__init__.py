"""Management of the floor."""
