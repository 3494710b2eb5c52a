"""Pieces of a Markdown line: what is joined or cut still says where each of its letters stands in the source."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from resolver.readers.inline import Fragment
from resolver.readers.spans import Span, joined

SOURCE = "Hao Sun, [Zhenru Lin], Chujie Zheng and others"

pieces = st.lists(
    st.tuples(st.integers(0, len(SOURCE) - 1), st.integers(1, 12)).map(lambda p: (p[0], min(p[0] + p[1], len(SOURCE)))),
    min_size=1,
    max_size=6,
)


def span(start: int, end: int) -> Span:
    return Span(SOURCE[start:end], fragments=(Fragment(0, start, end),), ends=end)


def told(piece: Span) -> str:
    """The text of a piece, taken from the source by what its fragments say."""
    begins = [f.first for f in piece.fragments]
    assert begins == sorted(begins)
    assert begins[:1] in ([], [0])
    return "".join(SOURCE[f.start : f.end] for f in piece.fragments)


@given(pieces)
def test_joined_pieces_say_where_each_of_their_letters_stands(places: list[tuple[int, int]]) -> None:
    whole = joined([span(*place) for place in places])
    assert told(whole) == whole.text == "".join(SOURCE[a:b] for a, b in places)
    assert whole.ends == places[-1][1]


@given(pieces, st.integers(0, 40), st.integers(0, 40))
def test_a_part_of_a_piece_says_so_too(places: list[tuple[int, int]], one: int, two: int) -> None:
    whole = joined([span(*place) for place in places])
    start, end = sorted((min(one, len(whole.text)), min(two, len(whole.text))))
    part = whole.cut(start, end)
    assert part.text == whole.text[start:end]
    assert told(part) == part.text


def test_joined_pieces_have_the_style_of_the_first() -> None:
    whole = joined([Span("Hao Sun", bold=True, href="https://x.org"), Span(" and others", em=True)])
    assert (whole.text, whole.bold, whole.em, whole.href) == ("Hao Sun and others", True, False, "https://x.org")
