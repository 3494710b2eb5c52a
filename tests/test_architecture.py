"""The shape of the code: layers, sizes, who may open a connection, and what start-up may import."""

import ast
import builtins
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "resolver"

LAYERS = (
    ("version", "errors"),
    ("files",),
    ("identifiers",),
    ("model",),
    ("text",),
    ("claims",),
    ("config",),
    ("net",),
    ("cache",),
    ("index", "sources"),
    ("lookup",),
    ("match",),
    ("merge", "checking"),
    ("readers", "writers"),
    ("decisions",),
    ("pipeline",),
    ("filling",),
    ("refreshing",),
    ("evaluation", "diagnosis"),
    ("api",),
    ("cli",),
)
"""From the bottom upward; a module may import its own layer and those below."""

LONGEST = 350
HEAVY = (
    "httpx", "pyalex", "arxiv", "rich", "filelock", "lxml", "requests", "pylatexenc", "bibtexparser", "yaml",
    "citeproc",
)  # fmt: skip


@cache
def modules() -> dict[str, Path]:
    """All modules of the package by dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = ("resolver", *path.relative_to(PACKAGE).with_suffix("").parts)
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def imported(name: str, *, late: bool = True, types: bool = True) -> Iterator[str]:
    """Modules that `name` imports: dotted names, `late` ones inside functions and those for `types` included."""
    for_types = set() if types else set(_for_types(name))
    for node in ast.walk(tree(name)) if late else _at_import(tree(name).body):
        if node in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name}: imports are absolute"
            assert node.module is not None
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in modules() else node.module


def _for_types(name: str) -> Iterator[ast.AST]:
    """The statements that only type checkers see."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from (inner for statement in node.body for inner in ast.walk(statement))


def _at_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """The statements that run when a module is imported, without those for type checkers."""
    for node in body:
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from _at_import(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            for part in ("body", "orelse", "finalbody"):
                yield from _at_import(getattr(node, part, []))


def rank(name: str) -> int | None:
    """The layer of a module; the package itself and its entry point stand above all."""
    part = name.split(".")[1] if "." in name else ""
    if part in {"", "__main__"}:
        return len(LAYERS)
    return next((n for n, layer in enumerate(LAYERS) if part in layer), None)


def test_every_module_has_a_layer() -> None:
    assert [name for name in modules() if rank(name) is None] == []


def test_no_module_imports_upward() -> None:
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        for other in imported(name)
        if other.startswith("resolver.") and (rank(other) or 0) > (rank(name) or 0)
    ]
    assert wrong == []


def test_no_two_modules_need_each_other_to_be_imported() -> None:
    graph = {
        name: {o for o in imported(name, late=False) if o in modules() and o not in {name, name.rpartition(".")[0]}}
        for name in modules()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_commands_make_public_calls_and_do_no_stage_of_the_work_themselves() -> None:
    stages = {
        "cache", "sources", "index", "lookup.library", "lookup.look_up", "match", "merge", "checking", "readers",
        "pipeline", "filling", "files", "decisions.lists", "decisions.lockfile", "refreshing.delivery",
    }  # fmt: skip
    wrong = [
        f"{name} imports {other}"
        for name in modules()
        if name.startswith("resolver.cli")
        for other in imported(name, types=False)
        if other.removeprefix("resolver.").split(".")[0] in stages or other.removeprefix("resolver.") in stages
    ]
    assert wrong == []


def test_all_sources_are_laid_out_alike() -> None:
    packages = [path for path in (PACKAGE / "sources").iterdir() if (path / "__init__.py").exists()]
    assert len(packages) >= 3
    for package in packages:
        names = {path.stem for path in package.glob("*.py")}
        assert names >= {"source", "client", "queries", "records", "checks"}, package.name
        body = tree(f"resolver.sources.{package.name}").body
        assert all(isinstance(node, ast.Expr | ast.ImportFrom | ast.Assign) for node in body), "re-exports only"


def test_modules_are_of_a_size_to_be_read() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in modules().items()}
    assert {name: n for name, n in lengths.items() if n > LONGEST} == {}


def public_types(name: str) -> Iterator[str]:
    """Classes and aliases of types of a module, by which readers and type hints call things."""
    for node in tree(name).body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            target = node.targets[0].id
            if re.fullmatch(r"[A-Z]\w*[a-z]\w*", target):
                yield target


def test_no_two_public_types_have_one_name() -> None:
    homes: dict[str, list[str]] = {}
    for module in modules():
        for name in public_types(module):
            homes.setdefault(name, []).append(module)
    assert len(homes) > 150
    assert {name: found for name, found in homes.items() if len(found) > 1 and not name.startswith("_")} == {}


DIALECT = {"keeper", "wish", "spool", "errand", "bill", "desk", "loud", "thin", "standing", "team", "stump", "sturdy",
           "told"}  # fmt: skip
"""Private words of earlier versions; what they meant is in the glossary of CONTRIBUTING under the field's own terms."""


def names_in(name: str) -> Iterator[str]:
    """The names that a module gives to what others see: functions, classes, arguments, fields, constants."""
    for node in ast.walk(tree(name)):
        match node:
            case ast.FunctionDef() | ast.ClassDef():
                yield node.name
            case ast.arg():
                yield node.arg
            case ast.AnnAssign(target=ast.Name(id=field)) | ast.Assign(targets=[ast.Name(id=field)]) if field.isupper():
                yield field
            case ast.AnnAssign(target=ast.Name(id=field)):
                yield field
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr


def test_no_name_is_of_the_old_dialect() -> None:
    wrong = [f"{module}: {name}" for module in modules() for name in sorted(set(names_in(module))) if is_dialect(name)]
    assert wrong == []


def test_no_feature_of_the_matcher_is_named_in_the_old_dialect() -> None:
    """They are keys of `weights.json`, and stand in reports."""
    from resolver.match.evidence import MEANINGS

    assert [name for name in MEANINGS if is_dialect(name)] == []


def is_dialect(name: str) -> bool:
    """Whether a name has one of the private words, alone or in the plural."""
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower())
    return any(word in DIALECT or word.removesuffix("s") in DIALECT for word in words)


def test_the_glossary_is_short_and_its_types_are_there() -> None:
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    terms = re.findall(
        r"^\| ([a-z][^|]*?) \| ", text[text.index("## The words") : text.index("## How to work")], re.MULTILINE
    )
    assert "claim" in terms
    assert len(terms) - 1 <= 40
    types = {name for module in modules() for name in public_types(module)}
    assert types >= {"Work", "Record", "Entry", "Claim", "Precedent", "Verdict", "Candidate", "Alignment", "Evidence"}
    assert types >= {
        "Decision",
        "Source",
        "Route",
        "Question",
        "Answer",
        "Reply",
        "Batch",
        "CostEstimate",
        "ResultStore",
    }
    assert types >= {"IndexUpdater", "FillValue", "ReviewSession", "ProgressCallback"}


def test_caches_are_few_and_each_says_why_it_is_there() -> None:
    """A cache hides that one thing is worked out twice: what is needed again is handed on instead."""
    lines = [
        f"{name}: {line.strip()}"
        for name, path in modules().items()
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"@(?:lru_)?cache\b(?!\.)|= lru_cache\(", line)
    ]
    assert 10 < len(lines) <= 25
    assert [line for line in lines if "  # " not in line] == []


def test_nothing_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "misc", "common"}
    assert [name for name in modules() if name.rpartition(".")[2] in vague] == []


def test_only_the_network_layer_opens_connections() -> None:
    clients = {"httpx", "httpx2", "requests", "urllib3", "aiohttp", "http", "socket"}
    outside = [
        f"{name} imports {other}"
        for name in modules()
        for other in imported(name)
        if (other.split(".")[0] in clients or other == "urllib.request") and not name.startswith("resolver.net")
    ]
    assert outside == []


def test_one_module_knows_the_http_library() -> None:
    """`httpx` is no longer developed, and `httpx2` its maintained fork: a change concerns that module alone."""
    knowing = {name for name in modules() for other in imported(name) if other.split(".")[0] in {"httpx", "httpx2"}}
    assert knowing == {"resolver.net.wire"}


def _is_exception(bases: list[str], known: Mapping[str, list[str]]) -> bool:
    return any(
        (base in known and _is_exception(known[base], known)) or (isinstance(getattr(builtins, base, None), type)
        and issubclass(getattr(builtins, base), BaseException))
        for base in bases
    )  # fmt: skip


def test_every_exception_is_in_the_tree_that_the_module_of_errors_draws() -> None:
    known = {
        node.name: [ast.unparse(base).rpartition(".")[2] for base in node.bases]
        for name in modules()
        for node in ast.walk(tree(name))
        if isinstance(node, ast.ClassDef)
    }
    raised = {name: bases for name, bases in known.items() if _is_exception(bases, known)}
    assert {"ResolverError", "Fault", "IndexUnusable"} <= set(raised)
    rooted = {name for name, bases in raised.items() if bases[0] not in raised}
    assert rooted == {"ResolverError", "Terminated"}
    assert known["Terminated"] == ["KeyboardInterrupt"], "which nothing that catches errors may hold up"
    drawn: dict[str, list[str]] = {}
    above: list[str] = []
    for line in (ast.get_docstring(tree("resolver.errors")) or "").splitlines():
        if found := re.match(r"( {4}(?:│ {3}| {4})*)(?:[├└]── )?([A-Z]\w+) {2,}", line):
            depth = (line.index(found[2]) - 4) // 4
            above[depth:] = [found[2]]
            drawn[found[2]] = above[depth - 1 : depth] or ["Exception"]
    assert drawn == {name: bases for name, bases in raised.items() if name != "Terminated"}


def test_public_modules_classes_and_functions_say_what_they_are() -> None:
    silent = [name for name in modules() if not ast.get_docstring(tree(name)) and tree(name).body]
    silent += [
        f"{name}: {node.name}"
        for name in modules()
        for node in tree(name).body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert silent == []


# ------------------------------------------------------------------ start-up


def _help(*options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    return subprocess.run(
        [sys.executable, *options, "-m", "resolver", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=30,
    )


def test_help_imports_nothing_heavy() -> None:
    """`benchmarks/startup.py` measures what that is worth."""
    lines = _help("-X", "importtime").stderr.splitlines()
    loaded = {line.rpartition("|")[2].strip().split(".")[0] for line in lines if line.startswith("import time:")}
    assert "click" in loaded
    assert sorted(loaded.intersection(HEAVY)) == []
