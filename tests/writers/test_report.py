"""The report: complete, of a published schema, and the same for the same answers."""

import inspect
import json
import re
from typing import Any

import jsonschema
import msgspec
import pytest

from resolver.model import Problem, Run
from resolver.writers import report, report_schema
from tests.writers.works import MENTALCHAT, PSYQA, open_question, resolved, run_of


@pytest.fixture
def run() -> Run:
    wrong = Problem(kind="authors", claimed="Junhui Li", recorded="Hao Sun", says="no author is called Junhui Li")
    return run_of(
        ("title",),
        [(PSYQA.title,), ("Preface",), ("Nowhere",)],
        resolved(1, PSYQA, problems=(wrong,)),
        open_question(2, "Preface", PSYQA, MENTALCHAT),
        open_question(3, "Nowhere"),
    )


def parsed(run: Run) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(report.render(run, {"offline": True, "arxiv_delay": 3.0}))
    return loaded


def allowed(node: Any, whole: Any) -> Any:
    """What a schema allows: references resolved, without titles, descriptions, order and other ways of saying it."""
    if "$ref" in node:
        return allowed(whole["$defs"][node["$ref"].rpartition("/")[2]], whole)
    if "enum" in node or "const" in node:
        return ("one of", frozenset(node.get("enum", [node.get("const")])))
    if isinstance(node.get("type"), list):
        return ("any of", frozenset(allowed({**node, "type": kind}, whole) for kind in node["type"]))
    if choices := node.get("anyOf", node.get("oneOf")):
        return ("any of", frozenset(allowed(choice, whole) for choice in choices))
    if node["type"] == "object" and "properties" in node:
        fields = tuple(sorted((name, allowed(field, whole)) for name, field in node["properties"].items()))
        return ("object", fields, frozenset(node.get("required", ())))
    if node["type"] == "object":
        return ("mapping", allowed(node["additionalProperties"], whole))
    return ("list", allowed(node["items"], whole)) if node["type"] == "array" else node["type"]


def test_the_shipped_schema_is_the_one_of_the_types() -> None:
    """When it fails: python -m resolver.writers.report_schema > resolver/writers/report.schema.json

    Compared is what the schemas allow, not how a version of a library prints it.
    """
    shipped, generated = report_schema.shipped_schema(), report_schema.schema()
    assert allowed(shipped, shipped) == allowed(generated, generated)
    for name, definition in shipped["$defs"].items():
        described = getattr(report_schema, f"Reported{name}", None) or getattr(report_schema, name)
        assert definition["description"] == inspect.cleandoc(described.__doc__)


def test_a_report_is_valid_by_the_shipped_schema_and_reads_back(run: Run) -> None:
    schema = report_schema.shipped_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(parsed(run), schema)
    assert msgspec.json.decode(report.render(run), type=report_schema.Report).schema_version == 1


def test_it_says_for_each_entry_what_was_decided_why_and_on_whose_word(run: Run) -> None:
    content = parsed(run)
    first, second, third = content["entries"]
    assert (first["status"], first["confidence"], first["reason"]) == ("matched", 0.9987, "the titles are equal")
    assert first["fields"]["title"]["source"] == "acl"
    assert first["fields"]["title"]["others"] == [{"value": "Other", "source": "arxiv", "why": "old"}]
    assert first["candidates"][0]["evidence"][0]["weight"] == 6.5
    assert first["problems"][0]["says"] == "no author is called Junhui Li"
    assert [c["ids"][0] for c in second["candidates"]] == ["acl:2021.findings-acl.130", "arxiv:2503.13509"]
    assert (third["answered"], third["unavailable"]) == (["acl"], ["openalex"])
    assert third["asked"][1]["reason"] == "offline"
    totals = content["totals"]
    assert (totals["entries"], totals["matched"], totals["ambiguous"], totals["not_found"]) == (3, 1, 1, 1)
    assert totals["problems"] == {"authors": 1}
    assert totals["unavailable"] == ["openalex"]


def test_times_stand_in_one_object_and_the_rest_is_the_same_however_the_answers_were_had(run: Run) -> None:
    def afresh(r: Run) -> Run:
        """The same run, later, slower, and from the network instead of the cache; its replies in another order."""
        later = [
            msgspec.structs.replace(
                x,
                replies=tuple(
                    msgspec.structs.replace(
                        y, asked="2027-01-01T00:00:00Z", origin="network" if y.origin == "cache" else y.origin
                    )
                    for y in reversed(x.replies)
                ),
            )
            for x in r.resolutions
        ]
        return msgspec.structs.replace(r, resolutions=tuple(later), seconds=9.0, usage=tuple(reversed(r.usage)))

    one, two = parsed(run), parsed(afresh(run))
    assert one.pop("times") != two.pop("times")
    assert one == two
    assert "2026-11" not in json.dumps(one)


def test_it_names_no_folder_of_the_machine(run: Run) -> None:
    content = report.render(run)
    assert "/home/someone" not in content
    assert json.loads(content)["input"] == "entries.csv"


def test_written_row_by_row_it_is_the_report_as_a_whole(run: Run) -> None:
    """Its rows are never in memory all at once; the text is the same as if they were."""
    for given in (run, msgspec.structs.replace(run, resolutions=())):
        assert undated(report.render(given)) == undated(as_a_whole(given))
    assert len(list(report.pieces(run))) > len(run.resolutions)


def as_a_whole(run: Run) -> str:
    return msgspec.json.format(msgspec.json.encode(report.report(run)), indent=2).decode() + "\n"


def undated(text: str) -> str:
    return re.sub(r'"written": "[^"]*"', "", text)
