"""Customer dossiers, contacts and the objects they own."""
