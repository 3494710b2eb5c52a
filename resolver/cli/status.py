"""Exit statuses, as `resolver --help` and the README document them."""

DONE, UNEXPECTED, BAD_INPUT, UNREACHABLE, LIMIT_REACHED = 0, 1, 2, 4, 5
INTERRUPTED, TERMINATED = 130, 143  # 128 and the signal's number, as shells have it
