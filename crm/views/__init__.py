"""The pages of the customer register."""
