"""The tests; a regular package, so that no other one of this name (pybtex 0.24 installs one) comes before it."""
