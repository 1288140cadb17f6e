"""English as it is written in Europe: day before month, 24 hours."""
