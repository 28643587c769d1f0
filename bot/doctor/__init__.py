"""The doctor: says what is wrong, one line each, and what to do about it."""
