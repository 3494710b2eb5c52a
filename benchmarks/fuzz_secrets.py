"""Keys, logins, mail addresses and proxies' passwords in random settings and environments: they are shown nowhere.

    python benchmarks/fuzz_secrets.py --cases 10000 --seed 1

Each case puts one secret, made of letters, digits and signs that mean something in addresses, files and headers, where
secrets stand or are pasted by mistake: into the environment, a settings file in this or a parent folder, the address of
a service, a proxy, the name of a setting or variable. A command runs with that; the secret must be in none of its
output, its messages, a traceback, or the files it leaves. `--smoke` runs 200 cases.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import string
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from resolver.cli import main as resolver

SIGNS = "!#$%&*+-./:;=?@[]^_~\\|'\"{}()<>, äß"
HOST = "127.0.0.1:9"  # nobody listens there
COMMANDS: tuple[tuple[str, ...], ...] = (
    ("cache", "info"),
    ("index", "info"),
    ("doctor", "--offline", "--json"),
    ("plan", "list.csv"),
    ("explain", "A title of five words", "--offline"),
)
ASKING: tuple[tuple[str, ...], ...] = (
    ("run", "list.csv", "-o", "out", "-v"),
    ("doctor", "--record", "answers"),
    ("index", "build"),
)
"""Commands that try to reach a service; one case in ten."""

Place = Callable[[str, random.Random, dict[str, str], Path], object]


def main() -> None:
    """Fuzz and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--smoke", action="store_true", help="200 cases")
    options = parser.parse_args()
    cases = 200 if options.smoke else options.cases
    began = time.process_time()
    outcome, failed = fuzz(cases, options.seed)
    print(f"{cases} cases of seed {options.seed} in {time.process_time() - began:.0f} s of CPU: {len(failed)} failed")
    print(", ".join(f"{count} × status {status}" for status, count in sorted(outcome.items())))
    for text in failed[:5]:
        print(text)
    sys.exit(bool(failed))


def fuzz(cases: int, seed: int) -> tuple[Counter[int], list[str]]:
    """Run the cases; how often each exit status came, and what is wrong with each case that failed."""
    outcome: Counter[int] = Counter()
    failed: list[str] = []
    for number in range(cases):
        status, wrong = run_case(random.Random(f"{seed}-{number}"))
        outcome[status] += 1
        failed += [f"case {number}: {what}" for what in wrong]
    return outcome, failed


def run_case(draw: random.Random) -> tuple[int, list[str]]:
    """One command with a secret somewhere; its exit status, and where the secret was seen."""
    secret = make_secret(draw)
    place = draw.choice(sorted(PLACES))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve() / "above" / "here"
        folder.mkdir(parents=True)
        (folder.parent / ".git").mkdir()
        (folder / "list.csv").write_text("title,year\nA title of five words,2020\n", encoding="utf-8")
        environment = make_environment(folder)
        PLACES[place](secret, draw, environment, folder)
        before = {path for path in folder.parent.rglob("*") if path.is_file()}
        command = draw.choice(ASKING if draw.random() < 0.1 else COMMANDS)
        status, said = carry_out(command, environment, folder)
        made = [path for path in folder.parent.rglob("*") if path.is_file() and path not in before]
        where = [path.name for path in made if holds(path.read_bytes().decode("utf-8", "replace"), secret)]
    wrong = [f"{place}, {' '.join(command)}: in {name}: {secret!r}" for name in where]
    if holds(said, secret):
        wrong.append(f"{place}, {' '.join(command)}: shown: {secret!r}: {said[-500:]!r}")
    if "Traceback" in said:
        wrong.append(f"{place}, {' '.join(command)}: a traceback: {said[-700:]}")
    return status, wrong


def make_secret(draw: random.Random) -> str:
    """Letters and digits with a few signs between them; long enough to be told from chance, and with a digit, as every
    service's keys have: a variable's name of letters alone is a slip of the pen, and shown."""
    letters = string.ascii_letters + string.digits
    parts = ["".join(draw.choices(letters, k=draw.randint(6, 10))) for _ in range(draw.randint(1, 3))]
    parts[0] += draw.choice(string.digits)
    return draw.choice(SIGNS).join(parts) if draw.random() < 0.6 else "".join(parts)


def holds(text: str, secret: str) -> bool:
    """Whether a text has a secret, or a part of it that is long enough to be of use: what stands between two signs."""
    words = [word for word in "".join(ch if ch.isalnum() else " " for ch in secret).split() if len(word) >= 6]
    return any(word in text for word in (secret, *words))


def make_environment(folder: Path) -> dict[str, str]:
    """The environment of a command: no service can be reached."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "HOME": str(folder),
        "COLUMNS": "200",
        "NO_PROXY": "",
        "RESOLVER_CACHE_DIR": str(folder / "kept"),
        "RESOLVER_ACL_URL": f"http://{HOST}/acl.bib.gz",
        "RESOLVER_ARXIV_URL": f"http://{HOST}/arxiv",
        "RESOLVER_ARXIV_DELAY": "0",
        "RESOLVER_OPENALEX_URL": f"http://{HOST}/openalex",
    }


# ------------------------------------------------------------------ where a secret may stand


def _as_key(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    environment[draw.choice(("OPENALEX_API_KEY", "RESOLVER_OPENALEX_API_KEY", "openalex_api_key"))] = secret


def _as_mail(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    environment["RESOLVER_MAILTO"] = f"{secret}@example.org"


def _as_login(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    service = draw.choice(("ACL", "ARXIV", "OPENALEX"))
    word = draw.choice((secret, quote(secret, safe="")))
    login = draw.choice((f"me:{word}", f"{word}:pw", word))
    environment[f"RESOLVER_{service}_URL"] = draw.choice(("http", "https", "ftp")) + f"://{login}@{HOST}/x"


def _as_token(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    environment["RESOLVER_ACL_URL"] = f"http://{HOST}/acl.bib.gz?token={quote(secret, safe='')}"


def _as_proxy(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    name = draw.choice(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"))
    scheme = draw.choice(("http://", "https://", "", "socks5://"))
    environment[name] = f"{scheme}user:{secret}@{HOST}"


def _as_variable(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    environment["RESOLVER_" + secret.replace("=", "").replace("\0", "")] = "1"


def _in_file(secret: str, draw: random.Random, environment: dict[str, str], folder: Path) -> None:
    text = '"' + secret.replace("\\", "\\\\").replace('"', '\\"') + '"'
    line = draw.choice(
        (
            f"openalex_api_key = {text}",
            f"{text} = 1",
            f"mailto = {text}",
            f"openalex_api_key = {secret}",
            f"openalex_api_key = [{text}]",
            f"{secret} = 1",
        )
    )
    where = draw.choice((folder, folder.parent))
    if draw.random() < 0.5:
        (where / "resolver.toml").write_text(line + "\n", encoding="utf-8")
    else:
        (where / "pyproject.toml").write_text(f"[tool.resolver]\n{line}\n", encoding="utf-8")


PLACES: Mapping[str, Place] = {
    "a key": _as_key,
    "a mail address": _as_mail,
    "a login": _as_login,
    "a token in an address": _as_token,
    "a proxy": _as_proxy,
    "a variable's name": _as_variable,
    "a settings file": _in_file,
}


def carry_out(command: tuple[str, ...], environment: Mapping[str, str], folder: Path) -> tuple[int, str]:
    """The exit status of a command in this process, and all that it said."""
    said = io.StringIO()
    with in_place(environment, folder), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        warnings.simplefilter("ignore")
        try:
            status = resolver(list(command))
        except Exception:  # noqa: BLE001  # what is looked for
            status = 1
            said.write(traceback.format_exc())
    return status, said.getvalue()


@contextlib.contextmanager
def in_place(environment: Mapping[str, str], folder: Path) -> Iterator[None]:
    """Another environment and folder, for a while."""
    before, here = dict(os.environ), Path.cwd()
    os.environ.clear()
    os.environ.update({name: value for name, value in environment.items() if name and "\0" not in name + value})
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(here)
        os.environ.clear()
        os.environ.update(before)


if __name__ == "__main__":
    main()
