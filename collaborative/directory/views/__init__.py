"""Pages on which members find each other."""
