"""How the parts are put together and started: settings, addresses and commands."""
