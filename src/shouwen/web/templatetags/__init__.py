"""What templates may say beyond Django: the parts of `web/ui`."""
