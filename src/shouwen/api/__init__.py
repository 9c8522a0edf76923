"""The typed REST interface, over the same actions as the pages."""
