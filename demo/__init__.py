"""A made-up IT-service company with half a year behind it, told through the real actions; only for demonstrations."""
