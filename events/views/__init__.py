"""Pages of meetings and people's calendars."""
