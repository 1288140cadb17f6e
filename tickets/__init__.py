"""The ticket: its life, its timeline, and the mail that makes it."""
