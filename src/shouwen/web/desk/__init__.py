"""What belongs to the frame: search, notices, live updates, preferences, the demonstration's time machine."""
