"""Exit statuses, as `resolver --help` and the README document them."""

DONE, UNEXPECTED, BAD_INPUT, CHANGES, UNREACHABLE, NOT_FOUND, CHANGED, PERSON, INTERRUPTED = (
    0,
    1,
    2,
    3,
    4,
    6,
    10,
    11,
    130,
)
