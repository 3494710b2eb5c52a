"""What is installed and what is published."""

import ast
import importlib.metadata
import importlib.util
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PROJECT = ROOT / "pyproject.toml"

pytestmark = pytest.mark.skipif(not PROJECT.exists(), reason="the tests run outside a checkout")


def test_every_dependency_has_a_lower_and_an_upper_bound() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    assert [d for d in project["dependencies"] if ">=" not in d or ",<" not in d] == []


def packages(requirements: Iterable[str]) -> set[str]:
    """The names of the packages that are required."""
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def test_every_dependency_is_imported_and_every_import_is_a_dependency() -> None:
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    extras = {name: more for name, more in project["optional-dependencies"].items() if name not in ("test", "dev")}
    stated = packages([*project["dependencies"], *(one for more in extras.values() for one in more)])
    imported: set[str] = set()
    for path in (ROOT / "resolver").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    providers = importlib.metadata.packages_distributions()
    ours = imported - set(sys.stdlib_module_names) - {"resolver"}
    assert {name for name in ours if name not in providers} == set(), "imported and not installed"
    assert packages(provider for name in ours for provider in providers[name]) == stated


def constraints() -> dict[str, list[str]]:
    """The lines that `constraints.txt` has for each package."""
    found: dict[str, list[str]] = {}
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith((" ", "#")):
            found.setdefault(line.partition("==")[0], []).append(line)
            lines = found[line.partition("==")[0]]
        else:
            lines.append(line)
    return found


def test_the_constraints_are_those_of_pyproject() -> None:
    """When it fails: make `constraints.txt` anew with the command in CONTRIBUTING.md."""
    project = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["project"]
    stated = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    required = {canonicalize_name(r.name): r.specifier for r in map(Requirement, stated) if r.name != project["name"]}
    pinned = constraints()
    direct = {name for name, lines in pinned.items() if any(f"{project['name']} (pyproject.toml)" in x for x in lines)}
    assert direct == set(required)
    outside = [
        line
        for name, specifier in required.items()
        for line in pinned[name]
        if (version := re.match(r"\S+==(\S+)", line)) and not specifier.contains(version[1])
    ]
    assert outside == []


def test_every_constraint_has_its_hashes_and_none_says_where_from() -> None:
    assert [name for name, lines in constraints().items() if not any("--hash=sha256:" in line for line in lines)] == []
    assert "://" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")


def test_the_version_is_in_one_place() -> None:
    from resolver.version import __version__

    assert (
        tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["hatch"]["version"]["path"] == "resolver/version.py"
    )
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Builds a wheel or sdist with the backend that is installed; nothing is downloaded."""
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: pip install '.[dev]'")
    folder = tmp_path_factory.mktemp("dist")

    def make(kind: str) -> Path:
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(folder)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=120,
        )
        return next(folder.glob("*.whl" if kind == "wheel" else "*.tar.gz"))

    return make


def test_the_wheel_holds_the_package_with_its_data_and_nothing_else(build: Callable[[str], Path]) -> None:
    with zipfile.ZipFile(build("wheel")) as wheel:
        names = set(wheel.namelist())
    outside = {n for n in names if not n.startswith("resolver/") and ".dist-info/" not in n}
    assert outside == set()
    data = {
        p.relative_to(ROOT).as_posix() for p in (ROOT / "resolver").rglob("*") if p.is_file() and p.suffix != ".pyc"
    }
    assert data - names == set()
    assert "resolver/py.typed" in names
    assert "resolver/writers/report.schema.json" in names
    entry_points = next(n for n in names if n.endswith("entry_points.txt"))
    assert entry_points.startswith("bib_resolver-")
    assert any(n.endswith("licenses/LICENSE") for n in names)


def test_the_sdist_holds_all_that_the_readmes_commands_need(build: Callable[[str], Path]) -> None:
    with tarfile.open(build("sdist")) as sdist:
        names = {n.partition("/")[2] for n in sdist.getnames()}
    for name in ("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "tests/test_packaging.py"):
        assert name in names
    for name in ("entries.csv", "cache/README.md"):
        if (ROOT / name).exists():
            assert name in names
    assert [n for n in names if "__pycache__" in n or n.startswith("out/")] == []
