"""A fictional consortium to try the portal with: institutions, people, practices, meetings."""
