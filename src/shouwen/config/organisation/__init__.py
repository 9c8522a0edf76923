"""An organisation as written in a file: its shape, what is wrong with it, and how it is made."""
