"""Rules to alert drafts, priority and due times. Pure."""
