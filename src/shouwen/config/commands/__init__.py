"""The commands of the program shouwen, one module each."""
