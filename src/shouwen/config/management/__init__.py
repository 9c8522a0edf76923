"""Commands for those who run an installation or work on its code."""
