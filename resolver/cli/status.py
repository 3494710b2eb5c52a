"""Exit statuses, as `resolver --help` and the README document them."""

DONE, UNEXPECTED, BAD_INPUT, UNREACHABLE, NOT_FOUND, INTERRUPTED = 0, 1, 2, 4, 6, 130
