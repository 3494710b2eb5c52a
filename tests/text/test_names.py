"""Lists of authors in the ways people write them, and whether two names can be one person."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.model import Person
from resolver.text.author_lists import parse_authors
from resolver.text.names import compare, family_key, parse_person


def shown(text: str) -> list[str]:
    return [f"{p.family}|{p.given}" + (f"|{p.suffix}" if p.suffix else "") for p in parse_authors(text).people]


@pytest.mark.parametrize(
    ("written", "people"),
    [
        (
            "Noa Yehezkel Lubin, Jacob Goldberger, and Yoav Goldberg",
            ["Lubin|Noa Yehezkel", "Goldberger|Jacob", "Goldberg|Yoav"],
        ),
        ("Jan Deriu, Alvaro Rodrigo & Mark Cieliebak", ["Deriu|Jan", "Rodrigo|Alvaro", "Cieliebak|Mark"]),
        ("Tomas Mikolov and Kai Chen and Jeffrey Dean", ["Mikolov|Tomas", "Chen|Kai", "Dean|Jeffrey"]),
        (r"Gr{\'e}goire, Ana and M{\"u}ller, Klaus-Robert", ["Grégoire|Ana", "Müller|Klaus-Robert"]),
        ("Liu, P., Yuan, W., Fu, J.", ["Liu|P.", "Yuan|W.", "Fu|J."]),
        ("Devlin, J., Chang, M.-W., & Toutanova, K. (2019)", ["Devlin|J.", "Chang|M.-W.", "Toutanova|K."]),
        ("Liu, Pengfei, Weizhe Yuan, and Graham Neubig", ["Liu|Pengfei", "Yuan|Weizhe", "Neubig|Graham"]),
        ("Liu, Pengfei; Yuan, Weizhe", ["Liu|Pengfei", "Yuan|Weizhe"]),
        ("Xu, Pérez-Rosas, Mihalcea", ["Xu|", "Pérez-Rosas|", "Mihalcea|"]),
        ("Smith, Jones, and Brown", ["Smith|", "Jones|", "Brown|"]),
        ("Robert L. Logan IV, Ivana Balažević", ["Logan|Robert L.|IV", "Balažević|Ivana"]),
        ("King, Jr., Martin Luther and Hal Daumé III", ["King|Martin Luther|Jr.", "Daumé|Hal|III"]),
        ("von Neumann, John and Laurens van der Maaten", ["von Neumann|John", "van der Maaten|Laurens"]),
        ("Zhoujun Cheng*, Tianbao Xie*†, Tao Yu", ["Cheng|Zhoujun", "Xie|Tianbao", "Yu|Tao"]),
        ("Hao Sun1,2, Zhenru Lin1 , Mu Li", ["Sun|Hao", "Lin|Zhenru", "Li|Mu"]),
        ("Sil Hamilton (McGill University).", ["Hamilton|Sil"]),
        ("{{OpenAI} Team}", ["OpenAI Team|"]),
        ("{Gemini Team} and Smith, Ann", ["Gemini Team|", "Smith|Ann"]),
        ("Sekulic ́, Gjurković", ["Sekulić|", "Gjurković|"]),
        ("王伟、李明", ["王伟|", "李明|"]),
        ("Wang Wei 0001 and Li Ming", ["Wei|Wang", "Ming|Li"]),
        ("", []),
        ("et al.", []),
    ],
)
def test_a_list_of_authors_in_any_common_form(written: str, people: list[str]) -> None:
    assert shown(written) == people


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("Junhui Li *et al.*", "Li|Junhui"),
        ("Bojanowski et al.", "Bojanowski|"),
        ("O. Russakovsky et al", "Russakovsky|O."),
        ("Yu Gu (The Ohio State University) et al.", "Gu|Yu"),
        ("Chenguang Zhu, et al", "Zhu|Chenguang"),
        ("Liu et al., 2021", "Liu|"),
        ("Jiaao Chen and others", "Chen|Jiaao"),
        ("赵鑫 等", "赵鑫|"),
    ],
)
def test_a_shortened_list_says_so(written: str, first: str) -> None:
    parsed = parse_authors(written)
    assert parsed.et_al
    assert shown(written) == [first]


def test_a_full_list_does_not_say_that_there_are_more() -> None:
    assert not parse_authors("Ilya Sutskever, Oriol Vinyals, and Quoc V. Le").et_al


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ed Chi", "Ed H. Chi"),
        ("O. Russakovsky", "Olga Russakovsky"),
        ("Simão, Ana", "Ana Simao"),
        ("Laurens van der Maaten", "Maaten, Laurens"),
        ("Wei Wang", "Wang Wei"),
        ("Gonçalo Simões", "Goncalo Simoes"),
        ("Yang Liu", "Liu"),
        ("Nissan Stiennon", "Nisan Stiennon"),
        ("Jakob Uszkoreit", "Jakob Uszkorei"),
        ("Ana Maria Lopez-Garcia", "Ana Lopez Garcia"),
    ],
)
def test_names_of_one_person_agree(one: str, other: str) -> None:
    assert compare(parse_person(one), parse_person(other)) >= 0.7
    assert compare(parse_person(other), parse_person(one)) == pytest.approx(
        compare(parse_person(one), parse_person(other))
    )


@pytest.mark.parametrize(
    ("one", "other"), [("Junhui Li", "Hao Sun"), ("Yang Liu", "Wei Wang"), ("Kang Zhang", "Sam Lee")]
)
def test_names_of_two_persons_do_not(one: str, other: str) -> None:
    assert compare(parse_person(one), parse_person(other)) == 0


def test_one_surname_with_another_given_name_is_weak() -> None:
    assert compare(parse_person("Hao Sun"), parse_person("Maria Sun")) <= 0.3


def test_a_surname_is_compared_without_particles_accents_and_hyphens() -> None:
    assert family_key(parse_person("Verónica Pérez-Rosas")) == "perezrosas"
    assert family_key(parse_person("Alvaro de la Cruz")) == "cruz"


NAMES = st.builds(
    lambda given, family: Person(family.title(), given.title()),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=8).filter(lambda s: s not in {"iii", "jnr", "snr"}),
    st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=9).filter(lambda s: s not in {"vander", "others"}),
)


@given(st.lists(NAMES, min_size=1, max_size=6))
def test_every_order_and_separator_gives_the_same_people(people: list[Person]) -> None:
    wanted = tuple(people)
    assert parse_authors(" and ".join(f"{p.family}, {p.given}" for p in people)).people == wanted or len(people) == 1
    assert parse_authors("; ".join(f"{p.family}, {p.given}" for p in people)).people == wanted or len(people) == 1
    assert parse_authors(", ".join(f"{p.given} {p.family}" for p in people)).people == wanted
    assert parse_authors(" and ".join(f"{p.given} {p.family}" for p in people)).people == wanted


@given(st.text(max_size=80))
def test_no_text_breaks_the_parser(text: str) -> None:
    for who in parse_authors(text).people:
        family_key(who)
        assert compare(who, who) in (0.0, 0.8, 1.0)


@pytest.mark.parametrize(
    ("written", "families"),
    [
        ("Ada Igelstein, Bo Hérisson, and 5 others", ["Igelstein", "Hérisson"]),
        ("Ada Igelstein +6", ["Igelstein"]),
        ("Ada Igelstein, Bo Hérisson, ..., Chen Ciwei", ["Igelstein", "Hérisson", "Ciwei"]),
        ("van der Stekel et al.", ["van der Stekel"]),
        ("de Igel et al.", ["de Igel"]),
    ],
)
def test_a_list_that_says_that_there_are_more_names_no_person_by_that(written: str, families: list[str]) -> None:
    read = parse_authors(written)
    assert [p.family for p in read.people] == families
    assert read.et_al


def test_bibtex_joins_names_by_and_in_any_case() -> None:
    read = parse_authors("Igelstein, Ada AND Hérisson, Bo AND Ciwei, Chen")
    assert [p.family for p in read.people] == ["Igelstein", "Hérisson", "Ciwei"]
    assert not read.et_al


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("BIG Collaboration", ["BIG Collaboration|"]),
        ("Team, MiniCPM; Poe, Ana", ["MiniCPM Team|", "Poe|Ana"]),
        ("Team, Gemini and Anil, Rohan", ["Gemini Team|", "Anil|Rohan"]),
        ("Kimi Team, Yifan Bai", ["Kimi Team|", "Bai|Yifan"]),
        ("Team OLMo", ["Team OLMo|"]),
        ("The Alzheimer's Disease Neuroimaging Initiative", ["The Alzheimer's Disease Neuroimaging Initiative|"]),
        ("Clinical Characterisation Group", ["Clinical Characterisation Group|"]),
        ("R. C. Group", ["Group|R. C."]),
        ("Team, G.", ["Team|G."]),
        ("Juan Soler Company", ["Company|Juan Soler"]),
        ("Kenneth Center", ["Center|Kenneth"]),
        ("Qingyao Ai", ["Ai|Qingyao"]),
    ],
)
def test_a_group_has_no_surname_and_a_person_called_group_has(written: str, people: list[str]) -> None:
    assert shown(written) == people


def test_a_name_in_han_characters_is_written_as_one() -> None:
    assert [str(parse_person(n)) for n in ("周, 国江", "国江 周", "何 良华", "周国江")] == [
        "周国江",
        "周国江",
        "何良华",
        "周国江",
    ]
    assert compare(parse_person("周, 国江"), parse_person("周国江")) >= 0.7
    assert compare(parse_person("周, 国江"), parse_person("董凌")) == 0
    assert str(Person("Zhou", "Guojiang")) == "Guojiang Zhou"
