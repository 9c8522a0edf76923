"""How an installation is started: database server, processes and bundle."""
