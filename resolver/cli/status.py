"""Exit statuses, as `resolver --help` and the README document them."""

DONE, UNEXPECTED, BAD_INPUT = 0, 1, 2
CHANGES = 3
UNREACHABLE, LIMIT_REACHED = 4, 5
NOT_FOUND = 6
CHANGED, PERSON = 10, 11
INTERRUPTED, TERMINATED = 130, 143  # 128 and the signal's number, as shells have it
