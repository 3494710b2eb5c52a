"""What is known of the entries of a list and what people decided about them: the state in `resolver.lock`.

It lies below the jobs: each of them reads its lists by `read_list`, so that a decision holds for all.
"""

from resolver.decisions.lists import KnownList, from_files, read_list, read_lists, read_together
from resolver.decisions.review import ReviewSession
from resolver.decisions.state import Known, State, Verdict

__all__ = [
    "Known",
    "KnownList",
    "ReviewSession",
    "State",
    "Verdict",
    "from_files",
    "read_list",
    "read_lists",
    "read_together",
]
