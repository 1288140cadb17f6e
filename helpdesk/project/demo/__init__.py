"""What only a demo has: its processes, its ports, and a mail server whose mail is read on a page."""
