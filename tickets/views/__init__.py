"""Pages of the tickets, one file per noun."""
