"""Programs for people who run and develop the portal; nothing in the portal imports them."""
