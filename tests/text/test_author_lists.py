"""Lists of authors in the styles of bibliographies, databases and reading lists, and what names of two styles share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Person
from resolver.text.author_lists import parse_authors, parse_readings
from resolver.text.names import ONE_PERSON, PERHAPS_ONE_PERSON, compare, is_initials, one_script, parse_person


def shown(text: str) -> list[str]:
    return [f"{p.family}|{p.given}" + (f"|{p.suffix}" if p.suffix else "") for p in parse_authors(text).people]


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Igel J, Morchel CD, Ulme KT", ["Igel|J", "Morchel|CD", "Ulme|KT"]),
        ("van Stachel M-C, Al Igel K, et al.", ["van Stachel|M-C", "Al Igel|K"]),
        ("Igel J 3rd, Morchel CD Jr", ["Igel|J|3rd", "Morchel|CD|Jr"]),
        ("Stachel JM van der, Ulme A", ["van der Stachel|JM", "Ulme|A"]),
        ("Igel J., Morchel C.-D., Ulme K.T.", ["Igel|J.", "Morchel|C.-D.", "Ulme|K.T."]),
        ("Igel J.; Morchel C.-D.", ["Igel|J.", "Morchel|C.-D."]),
        ("Igel, J., Morchel, C.-D. & Della Ulma, K.", ["Igel|J.", "Morchel|C.-D.", "Della Ulma|K."]),
        ("Campos Llano, L., Þorn, É., Ulme, Yu. A.", ["Campos Llano|L.", "Þorn|É.", "Ulme|Yu. A."]),
        ("[J Igel, KCC Morchel]", ["Igel|J", "Morchel|KCC"]),
        ("['Ada Igel', 'Bo Morchel']", ["Igel|Ada", "Morchel|Bo"]),
        ("R. Sivan, A. S, S. M. Rajen, and M. T T", ["Sivan|R.", "S|A.", "Rajen|S. M.", "T|M. T"]),
        ("Y Igel, E Morchel, A Ulme, Y Dorn", ["Igel|Y", "Morchel|E", "Ulme|A", "Dorn|Y"]),
        ("Kai LI, Xin WANG, Bo XU", ["LI|Kai", "WANG|Xin", "XU|Bo"]),
        ("KAI LI, BO XU", ["LI|KAI", "XU|BO"]),
        ("De Igel, Laura, Alex Peiró Lila, and Bo Ulme", ["De Igel|Laura", "Lila|Alex Peiró", "Ulme|Bo"]),
        ("Igel, K., M.-W. Ulme, and J. Dorn", ["Igel|K.", "Ulme|M.-W.", "Dorn|J."]),
        ("Peiró Lila, Alex and De Igel, Laura Maria", ["Peiró Lila|Alex", "De Igel|Laura Maria"]),
        ("Ben Igel, Slim, Morchel, Marie", ["Ben Igel|Slim", "Morchel|Marie"]),
        ("Ada Igel · Bo Morchel • Chen Ulme", ["Igel|Ada", "Morchel|Bo", "Ulme|Chen"]),
        ("by Ada Igel & Bo Morchel", ["Igel|Ada", "Morchel|Bo"]),
        ("Bo Ulme 乌尔姆, Chen Igel", ["Ulme|Bo", "Igel|Chen"]),
        ("Hedgehog Workshop: Ada Igel, Bo Ulme", ["Hedgehog Workshop|", "Igel|Ada", "Ulme|Bo"]),
        ("System report: Ada Igel and Bo Ulme", ["Igel|Ada", "Ulme|Bo"]),
        ("Authors: Ada Igel, Bo Ulme", ["Igel|Ada", "Ulme|Bo"]),
        ("{Hedgehog Team and Partners}", ["Hedgehog Team and Partners|"]),
        ("{Barnes and Noble} AND Igel, Ada", ["Barnes and Noble|", "Igel|Ada"]),
        (r"Micha\l Wi\'sniewski and Jan Koco\'n", ["Wiśniewski|Michał", "Kocoń|Jan"]),
        (r"Pawe{\l} Igie\l ko", ["Igiełko|Paweł"]),
        ("王伟、李明", ["王伟|", "李明|"]),
    ],
)
def test_a_list_in_the_style_of_a_database_or_journal(written: str, people: list[str]) -> None:
    assert shown(written) == people


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("Ada Igel (+6 authors)", ["Igel|Ada"]),
        ("Ada Igel +6", ["Igel|Ada"]),
        ("Ada Igel and 12 co-authors", ["Igel|Ada"]),
        ("Ada Igel, Bo Ulme, 4 more authors", ["Igel|Ada", "Ulme|Bo"]),
        ("Ada Igel … Bo Ulme", ["Igel|Ada", "Ulme|Bo"]),
        ("Ada Igel, [...], & Bo Ulme", ["Igel|Ada", "Ulme|Bo"]),
        ("Igel et al., Hedgehog Labs", ["Igel|"]),
        ("Igel J et al. (2020)", ["Igel|J"]),
        ("Igel, Ada, et al.", ["Igel|Ada"]),
        ("Igel, Ada and others", ["Igel|Ada"]),
        ("De Igel et al.", ["Igel|De"]),
    ],
)
def test_whatever_says_that_there_are_more_is_nobody(written: str, people: list[str]) -> None:
    assert shown(written) == people
    assert parse_authors(written).et_al


def test_a_list_that_can_be_read_in_two_ways_is_read_in_both() -> None:
    def both(text: str) -> list[tuple[str, ...]]:
        return [tuple(map(str, r.people)) for r in parse_readings(text)]

    assert both("Lin, Chin-Yew") == [("Lin", "Chin-Yew"), ("Chin-Yew Lin",)]
    assert both("Igel, Ulme and Dorn") == [("Igel", "Ulme", "Dorn"), ("Ulme Igel", "Dorn")]
    assert both("Igel, Ada, Ulme, Bo") == [("Igel", "Ada", "Ulme", "Bo"), ("Ada Igel", "Bo Ulme")]
    assert both("Ada Igel, Bo Ulme") == [("Ada Igel", "Bo Ulme")]
    assert both("Igel, Ada and Ulme, Bo") == [("Ada Igel", "Bo Ulme")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("Morchel", "CD"), Person("Morchel", "Christopher D.")),
        (Person("Igel", "MW"), Person("Igel", "Ming-Wei")),
        (Person("Grazia", "De"), Person("De Grazia", "Laura")),
        (Person("Mitel", "V. B."), Person("Barbu Mitel", "Verginica")),
        (Person("R", "V."), Person("R", "Vaishnavi")),
        (Person("V", "R"), Person("R", "Vaishnavi")),
        (Person("王伟"), Person("Wang", "Wei")),
        (Person("XU", "Di"), Person("Xu", "Di")),
        (Person("Di", "Xu"), Person("Xu", "Di")),
    ],
)
def test_a_name_in_two_styles_is_one_persons(one: Person, other: Person) -> None:
    assert compare(one, other) >= ONE_PERSON
    assert compare(other, one) >= ONE_PERSON


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Person("Morchel", "CD"), Person("Morchel", "Erika")),
        (Person("WANG", "JUN"), Person("WANG", "JIA")),
        (Person("Silva", "Maria"), Person("Silva Costa", "Ana")),
        (Person("Grazia", "De"), Person("Grazia", "Laura")),
        (Person("V", "R"), Person("S", "Aarthi")),
    ],
)
def test_what_two_names_share_by_chance_makes_no_person(one: Person, other: Person) -> None:
    assert compare(one, other) < PERHAPS_ONE_PERSON


def test_names_in_two_scripts_can_not_be_told_apart() -> None:
    assert not one_script(Person("田中", "太郎"), Person("Tanaka", "Taro"))
    assert one_script(Person("Müller"), Person("Łukasz"))


@given(st.text("ABCDEÉÖabc.- ’", max_size=12))
def test_initials_are_few_letters_and_begin_with_a_capital(text: str) -> None:
    if is_initials(text):
        assert text.strip()[0].isupper()
        assert sum(ch.isalpha() for ch in text) <= 6


LETTERS = "abcdefghijklmnopqrstuvwxyz"
PEOPLE = st.builds(
    lambda family, given: Person(family.title(), given.title()),
    st.text(LETTERS, min_size=4, max_size=9).filter(lambda s: s not in {"vander", "others", "dello", "della", "degli"}),
    st.text(LETTERS, min_size=3, max_size=8).filter(lambda s: s not in {"iii", "others", "del", "mac"}),
)


@given(st.lists(PEOPLE, min_size=1, max_size=6))
def test_surnames_with_initials_give_the_same_people_in_every_style(people: list[Person]) -> None:
    wanted = [(p.family, p.given[0]) for p in people]
    styles = (
        ", ".join(f"{p.family} {p.given[0]}" for p in people),
        "; ".join(f"{p.family} {p.given[0]}." for p in people),
        ", ".join(f"{p.family}, {p.given[0]}." for p in people),
        " and ".join(f"{p.family}, {p.given[0]}." for p in people),
        ", ".join(f"{p.given[0]} {p.family}" for p in people),
    )
    for written in styles:
        read = parse_authors(written).people
        assert [(p.family, p.given[:1]) for p in read] == wanted, written


@given(st.text(max_size=80))
def test_every_reading_of_any_text_is_a_list_of_people(text: str) -> None:
    for reading in parse_readings(text):
        assert all(isinstance(p, Person) for p in reading.people)
    assert parse_authors(text) == parse_readings(text)[0]
    assert isinstance(parse_person(text), Person)
