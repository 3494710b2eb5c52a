"""Which work an entry means: alignment of titles, evidence, a small model, and a decision that abstains."""

from resolver.match.decide import is_settled, is_worth_searching, judge, judge_prepared

__all__ = ["is_settled", "is_worth_searching", "judge", "judge_prepared"]
