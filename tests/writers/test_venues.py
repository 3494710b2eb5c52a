"""Venues as people write them: read off the record, never guessed."""

import pytest

from resolver.model import Identifier, Record, WorkType
from resolver.writers.venues import short

ACL = "Annual Meeting of the Association for Computational Linguistics"
IJCNLP = "International Joint Conference on Natural Language Processing"
NAACL = "Conference of the North American Chapter of the Association for Computational Linguistics"


@pytest.mark.parametrize(
    ("venue", "acl", "year", "shown"),
    [
        (f"Proceedings of the 63rd {ACL} (Volume 1: Long Papers)", "2025.acl-long.1", 2025, "ACL 2025"),
        (f"Proceedings of the 57th {ACL}", "P19-1001", 2019, "ACL 2019"),
        (f"Proceedings of the 59th {ACL} and the 11th {IJCNLP} (Volume 1: Long Papers)", "2021.acl-long.1", 2021,
         "ACL 2021"),
        ("Findings of the Association for Computational Linguistics: EMNLP 2023", "2023.findings-emnlp.1", 2023,
         "Findings of EMNLP 2023"),
        ("Findings of the Association for Computational Linguistics: ACL-IJCNLP 2021", "2021.findings-acl.1", 2021,
         "Findings of ACL-IJCNLP 2021"),
        ("Transactions of the Association for Computational Linguistics", "Q16-1033", 2016, "TACL 2016"),
        ("Computational Linguistics", "J93-1001", 1993, "Computational Linguistics 1993"),
        (f"Proceedings of the 2019 {NAACL}: Human Language Technologies", "N19-1423", 2019, "NAACL 2019"),
        ("Proceedings of the 10th Workshop on Computational Linguistics and Clinical Psychology (CLPsych 2025)",
         "2025.clpsych-1.1", 2025, "CLPsych 2025"),
        ("Proceedings of the Fourth Workshop on NLP for Positive Impact (NLP4PI)", "2025.nlp4pi-1.2", 2025,
         "NLP4PI 2025"),
        ("Proceedings of the Ninth International Conference on Language Resources and Evaluation (LREC'14)", "L14-1001",
         2014, "LREC 2014"),
        (f"Proceedings of the 58th {ACL}: System Demonstrations", "2020.acl-demos.1", 2020, "ACL 2020 (Demos)"),
        (f"Proceedings of the 61st {ACL}: Student Research Workshop", "2023.acl-srw.1", 2023, "ACL SRW 2023"),
        ("Proceedings of the ACL Workshop on Machine Reading", "W05-0901", 2005,
         "ACL Workshop on Machine Reading 2005"),
        ("Advances in Neural Information Processing Systems", "", 2025, "NeurIPS 2025"),
        ("The Twelfth International Conference on Learning Representations, ICLR 2024, Vienna, Austria", "", 2024,
         "ICLR 2024"),
        ("WWW '21: The Web Conference 2021, Virtual Event", "", 2021, "WWW 2021"),
        ("31st British Machine Vision Conference 2020, BMVC 2020, Virtual Event, UK", "", 2020, "BMVC 2020"),
        ("ICLR 2025 Workshops: FM-Wild", "", 2025, "ICLR 2025 Workshops: FM-Wild"),
        ("Journal of Irreproducible Results", "", 2001, "Journal of Irreproducible Results 2001"),
        ("", "", 2020, "2020"),
        ("Nature", "", None, "Nature"),
        ("", "", None, ""),
    ],
)  # fmt: skip
def test_venues_are_shown_as_people_write_them(venue: str, acl: str, year: int | None, shown: str) -> None:
    ids = (Identifier("acl", acl),) if acl else ()
    kind: WorkType = "article" if acl[:1] in {"Q", "J"} else "inproceedings"
    assert short(Record(source="x", title="T", venue=venue, ids=ids, year=year, type=kind)) == shown


def test_a_preprint_is_on_arxiv() -> None:
    record = Record(source="x", title="T", type="preprint", year=2024, ids=(Identifier("arxiv", "2401.00001"),))
    assert short(record) == "arXiv 2024"
