"""What all pages share: frame, access to the viewer, words for time, and parts built once."""
