"""Ways in beside the search box: the gap map, goals, comparing, and what suits an institution."""
