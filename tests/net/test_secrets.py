"""Who is told what: mail address, logins."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from resolver.cli import main
from resolver.net.http import Http, Service
from tests.net.scripted import Server, answer

KEY = "Kq7zT2mWx9LpV4cR8nYb"
MAIL = "me@example.org"


def test_only_those_who_may_hear_it_are_told_the_mail_address(serve: Callable[..., Server]) -> None:
    server = serve(answer(), answer())
    with Http(user_agent_contact=MAIL, contact_for={"arxiv"}) as http:
        http.request(Service(name="arxiv", base_url=server.url), "GET")
        http.request(Service(name="openalex", base_url=server.url), "GET")
    agents = [str(request.headers) for request in server.requests]
    assert [MAIL in agent for agent in agents] == [True, False]


def test_a_login_in_the_address_of_the_export_is_written_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], serve: Callable[..., Server]
) -> None:
    entry = b"""@inproceedings{a-2020-b, title="A paper", author="A, B", year="2020",
    url="https://aclanthology.org/2020.acl-main.1/"}\n"""
    server = serve(answer(body=entry))
    monkeypatch.chdir(tmp_path)
    address = server.url.replace("http://", f"http://user:{KEY}@") + f"/x.bib?token={KEY}"
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_ACL_URL", address)
    Path("list.csv").write_text("title\nA paper\n")
    main(["index", "build"])
    main(["index", "info"])
    main(["run", "list.csv", "-o", "out", "-v", "--sources", "acl"])
    seen = "".join(capsys.readouterr()).encode()
    seen += b"".join(p.read_bytes() for p in (*Path("out").iterdir(), *(tmp_path / "kept").rglob("*")) if p.is_file())
    assert KEY.encode() not in seen


def load_benchmark(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[2] / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_random_settings_and_environments_show_no_secret_anywhere() -> None:
    """`benchmarks/fuzz_secrets.py` runs ten thousand of them."""
    fuzz = load_benchmark("fuzz_secrets").fuzz
    outcome, failed = fuzz(120, 2)
    assert failed == []
    assert {0, 2} <= set(outcome), "some are taken, and some are refused"


def test_the_fuzzer_of_secrets_sees_one_that_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the test before is for, shown to fail."""
    benchmark = load_benchmark("fuzz_secrets")
    monkeypatch.setattr(benchmark, "resolver", lambda command: print(os.environ.get("OPENALEX_API_KEY", "")) or 0)
    monkeypatch.setattr(benchmark, "PLACES", {"a key": benchmark.PLACES["a key"]})
    _, failed = benchmark.fuzz(10, 1)
    assert any("shown" in text for text in failed)


def test_a_proxy_and_an_address_with_odd_passwords_end_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Found by `benchmarks/fuzz_secrets.py`: both were tracebacks, the first with the password in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RESOLVER_CACHE_DIR", str(tmp_path / "kept"))
    monkeypatch.setenv("RESOLVER_ACL_URL", "http://127.0.0.1:9/acl.bib.gz")
    monkeypatch.setenv("https_proxy", f"http://user:{KEY}#x@127.0.0.1:9")
    main(["index", "build"])
    monkeypatch.delenv("https_proxy")
    monkeypatch.setenv("RESOLVER_ACL_URL", f"ftp://me:{KEY}[x@127.0.0.1:9/x")
    main(["index", "info"])
    assert KEY not in "".join(capsys.readouterr())
