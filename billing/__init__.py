"""Works, billing status and invoice proposals: from the hours of a ticket to what the customer is asked to pay."""
