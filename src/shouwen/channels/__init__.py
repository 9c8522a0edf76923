"""How messages come in and go out, one folder for each kind of channel."""
