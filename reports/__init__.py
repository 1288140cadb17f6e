"""What supervisors look at over all tickets: promises kept, promises in danger, policies tried out."""
