"""What parts, fields and options of a rulebook are called where a person reads or types them."""
