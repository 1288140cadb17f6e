"""E-mail in and out: mailboxes, the journal, the parser, the outbox. It knows no ticket."""
