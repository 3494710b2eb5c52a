"""Nothing is proven by the reference material alone: the tests run from a clone, and what it adds is scale."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import reference
from tests.conftest import COLLECTED

TESTS = Path(__file__).parent

MODULES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(TESTS.rglob("*.py"))}

SKIPS = ("skip", "skipif", "importorskip")


def calls(module: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module) if isinstance(node, ast.Call))


def name_of(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def is_mark(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and ast.unparse(node) == "pytest.mark.shared"


def words_of(call: ast.Call) -> str:
    """All text in a call, in lower case."""
    return " ".join(n.value for n in ast.walk(call) if isinstance(n, ast.Constant) and isinstance(n.value, str)).lower()


def test_one_module_knows_where_the_reference_material_is() -> None:
    naming = {
        path.name
        for path, module in MODULES.items()
        for node in ast.walk(module)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div) and ast.unparse(node.right) == "'shared'"
    }
    assert naming == {"reference.py"}


def test_no_test_is_skipped_for_lack_of_it() -> None:
    """It may be where a machine lacks a program, a right or a system."""
    skips = [(path.name, words_of(c)) for path, m in MODULES.items() for c in calls(m) if name_of(c.func) in SKIPS]
    assert len(skips) >= 5, "else they are not found"
    assert [skip for skip in skips if re.search(r"shared|reference|stand-in", skip[1])] == []


def test_its_mark_stands_on_parameters_only() -> None:
    """A whole test that is marked could have no twin."""
    marks = [node for module in MODULES.values() for node in ast.walk(module) if is_mark(node)]
    on_parameters = [
        keyword.value
        for module in MODULES.values()
        for call in calls(module)
        if name_of(call.func) == "param"
        for keyword in call.keywords
        if is_mark(keyword.value)
    ]
    assert len(marks) == len(on_parameters) > 0


def test_every_larger_run_has_a_twin_that_needs_nothing(request: pytest.FixtureRequest) -> None:
    collected = request.config.stash[COLLECTED]
    small = {test for test, larger in collected if not larger}
    assert {test for test, larger in collected if larger} - small == set()


def test_without_it_the_larger_runs_are_left_out(request: pytest.FixtureRequest) -> None:
    left = [item for item in request.session.items if item.get_closest_marker("shared")]
    if not reference.ROOT.is_dir():
        assert left == []
