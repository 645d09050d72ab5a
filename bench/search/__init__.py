"""How fast finding is among ten thousand, a hundred thousand and a million practices."""
