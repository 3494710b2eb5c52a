"""What a person's verdict does to an entry's look-up, and what of the knowledge so far a new verdict cancels."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import cast

import msgspec

from resolver.decisions.state import CONFIRMABLE, Known, Verdict
from resolver.model import Precedent, Problem, ProblemKind


def gather_precedent(verdict: Verdict, known: Known | None = None) -> Precedent:
    """What a person decided about an entry, and the work that it was resolved to before."""
    ids = known.ids if known is not None and not is_overruled(known) else ()
    accepted = (verdict.accept,) if verdict.accept else ids if verdict.pin else ()
    return Precedent(
        accepted=accepted,
        found=ids,
        rejected=verdict.reject,
        untouched=verdict.never_touch,
        confirmed=verdict.confirm,
    )


def drop_confirmed(problems: Iterable[Problem], confirmed: Collection[str]) -> tuple[Problem, ...]:
    """The problems without those about what a person said is right as it is listed. The one rule for every job."""
    return tuple(p for p in problems if p.kind not in confirmed)


def parse_confirmed(kinds: Iterable[str]) -> tuple[ProblemKind, ...]:
    """What of a list a person may say is right: any claim that can be contradicted.

    Raises:
        ValueError: there is no such claim.
    """
    given = tuple(dict.fromkeys(kinds))
    if unknown := [kind for kind in given if kind not in CONFIRMABLE]:
        raise ValueError(f"{unknown[0]!r} can't be confirmed; these can: {', '.join(CONFIRMABLE)}")
    return cast("tuple[ProblemKind, ...]", given)


def is_asked_about(precedent: Precedent) -> bool:
    """Whether an entry is looked up at all. The one rule for every job: what a person wants left as it is costs no
    request, is not planned for, and is not changed by what a record says."""
    return not precedent.untouched


def is_overruled(known: Known) -> bool:
    """Whether a person has decided otherwise since the work was found, by hand."""
    accept, reject = known.verdict.accept, known.verdict.reject
    ids = known.record.ids if known.record is not None else ()
    return (accept is not None and accept not in ids) or not set(reject).isdisjoint(ids)


def apply_verdict(known: Known, verdict: Verdict) -> Known:
    """What is known of an entry under a new verdict.

    The work that was found stays only while the verdict fits it. What an accepted work that is taken back, or
    one that is rejected, had brought about would otherwise outlive the decision: it is looked up anew.
    """
    ids = known.record.ids if known.record is not None else ()
    if verdict.accept is not None:
        fits = verdict.accept in ids
    else:
        rejected = not set(verdict.reject).isdisjoint(ids)
        fits = known.record is not None and known.verdict.accept is None and not rejected
    again = msgspec.structs.replace(verdict, confirm=known.verdict.confirm, note=known.verdict.note) == known.verdict
    doubt = known.doubt if again else None  # what the list has right says nothing of which work is meant
    fresh = known if fits else msgspec.structs.replace(known, record=None, sources=(), status="unanswered", near=())
    return msgspec.structs.replace(fresh, verdict=verdict, doubt=doubt)
