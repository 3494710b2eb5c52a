"""Exit statuses, as `resolver --help` and the README document them."""

DONE, UNEXPECTED, BAD_INPUT, CHANGES, UNREACHABLE, INTERRUPTED = 0, 1, 2, 3, 4, 130
