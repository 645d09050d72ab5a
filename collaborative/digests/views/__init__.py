"""Pages of digests: a reader's, and the coordinators' desk."""
