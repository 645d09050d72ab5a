"""Pages about people and institutions."""
