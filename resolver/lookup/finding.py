"""What is found about one entry while a look-up lasts."""

from __future__ import annotations

from msgspec import Struct, field

from resolver.lookup.library import NOT_YET
from resolver.model import (
    NO_PRECEDENT,
    ById,
    ByTitle,
    Claim,
    Decision,
    Entry,
    Found,
    Precedent,
    Question,
    Record,
    Reply,
    Unavailable,
)
from resolver.text.prepared import PreparedRecord


class Finding(Struct):
    """What was found about one entry so far; grows while the look-up lasts.

    `closed` says that nothing more is searched for it; `pending` that a dry run left a question open, so
    that its decision stays what it was before; `completed` holds the sources that were asked for one of
    its work's identifiers; `records` are those that were found, prepared once for all comparisons; `judged`
    is the number of records that the decision rests on.
    """

    claim: Claim
    precedent: Precedent = NO_PRECEDENT
    replies: list[Reply] = field(default_factory=list)
    records: dict[Record, PreparedRecord] = field(default_factory=dict)
    decision: Decision | None = None
    closed: bool = False
    pending: bool = False
    completed: set[str] = field(default_factory=set)
    judged: int = -1

    @property
    def entry(self) -> Entry:
        """The entry as it was written."""
        return self.claim.entry

    def add(self, reply: Reply) -> None:
        """Take a reply in: its records join those that were found, each once."""
        self.replies.append(reply)
        self.pending |= reply.answer == NOT_YET
        if isinstance(reply.answer, Found):
            for record in reply.answer.records:
                if record not in self.records:
                    self.records[record] = PreparedRecord(record)

    def unanswered(self) -> list[Reply]:
        """The title searches that got no answer; where no title is listed, all questions that got none."""
        searched = (ByTitle,) if self.claim.title.key else (ByTitle, ById)
        return [r for r in self.replies if isinstance(r.answer, Unavailable) and isinstance(r.question, searched)]


Wanted = list[tuple[Finding, Question]]
"""Questions of a step, each with the entry that it is asked for."""
