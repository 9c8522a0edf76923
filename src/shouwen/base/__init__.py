"""What every part stands on: the login user, the installation, ids and the one clock."""
