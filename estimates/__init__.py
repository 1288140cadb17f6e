"""Estimates and offers: what a ticket will take, and what it will cost."""
