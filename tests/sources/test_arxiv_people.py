"""arXiv asked for the work of several people: retitled papers keep their authors."""

from __future__ import annotations

import pytest

from resolver.model import ByPeople, Found, NotFound, Unavailable
from resolver.net.http import Http
from resolver.sources.arxiv import Arxiv
from resolver.sources.arxiv.queries import is_by_all, match_people
from tests.match.papers import PSYQA_ARXIV, preprint
from tests.net.scripted import Sim
from tests.sources.asking import ask, records

AUTHORS = ByPeople(("Vaswani", "Shazeer", "Parmar", "Uszkoreit"))


def test_the_names_are_asked_for_together_and_as_words() -> None:
    assert match_people(ByPeople(("Vaswani", "van der Maaten"))) == '(au:"Vaswani" AND au:"van der Maaten")'
    assert match_people(ByPeople(('Müller"; OR', "Łukasz-Kaiser"))) == '(au:"Müller OR" AND au:"Łukasz Kaiser")'


@pytest.mark.parametrize(
    "families", [("Vaswani",), ("Wang", "Li"), ("Wang", "Li", "Zhang"), ("Vaswani", "Vaswani"), ("M", "K")]
)
def test_names_that_a_hundred_teams_have_are_not_asked_for(families: tuple[str, ...]) -> None:
    assert match_people(ByPeople(families)) == ""


def test_a_row_belongs_to_a_team_when_all_of_it_are_its_authors() -> None:
    assert is_by_all(PSYQA_ARXIV, ByPeople(("Sun", "Huang")))
    assert is_by_all(preprint("X", "Jürgen Müller; Ann Vase"), ByPeople(("Mueller", "Vase"))) is False
    assert is_by_all(preprint("X", "Jürgen Müller; Ann Vase"), ByPeople(("Muller", "VASE")))
    assert not is_by_all(PSYQA_ARXIV, ByPeople(("Sun", "Vaswani")))


def test_the_papers_of_a_team_are_found_and_common_names_are_answered_without_a_request(sim: Sim) -> None:
    sim.faults()
    with Http() as http:
        source = Arxiv(http, f"{sim.url}/arxiv/api/query", 0.0)
        vague = ByPeople(("Wang", "Li"))
        named, none = ask(source, "people", AUTHORS, vague)
        assert any("Attention" in r.title for r in records(named))
        assert all(is_by_all(r, AUTHORS) for r in records(named))
        assert none == NotFound()
        before = sim.stats()["requests"].get("arxiv", 0)
        assert ask(source, "people", vague) == [NotFound()]
        assert sim.stats()["requests"].get("arxiv", 0) == before


def test_a_team_that_gets_no_answer_is_unanswered(sim: Sim) -> None:
    sim.faults(arxiv=["404*9"])
    with Http() as http:
        (answer,) = ask(Arxiv(http, f"{sim.url}/arxiv/api/query", 0.0), "people", AUTHORS)
    sim.faults()
    assert isinstance(answer, Unavailable)
    assert not isinstance(answer, Found)
