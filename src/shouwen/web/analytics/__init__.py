"""导入与回放: which history was taken in, what was wrong with it, how each limit fared, and what many wrote about."""
