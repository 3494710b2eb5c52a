"""The pace of a service holds between threads and, where it is shared, between processes."""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from resolver.net.http import Http, Reached, Service
from resolver.net.locks import FileLock
from resolver.net.pacing import NoTurn, Pace
from tests.net.scripted import FAST, Server, answer, slow

PACE = 0.2

CLIENT = """
import sys
from pathlib import Path
from resolver.net.http import Http, Reached, Service
url, folder, count = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
service = Service(name="arxiv", base_url=url, pace=0.2, shared_pace=True)
with Http(pace_dir=folder) as http:
    for _ in range(count):
        assert isinstance(http.request(service, "GET"), Reached)
"""


def gaps(server: Server) -> list[float]:
    times = sorted(request.time for request in server.requests)
    return [b - a for a, b in itertools.pairwise(times)]


def client(server: Server, folder: Path, count: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CLIENT, server.url, str(folder), str(count)])


def test_threads_wait_for_their_turn(serve: Callable[..., Server], http: Http) -> None:
    server = serve(slow(0.05))
    service = Service(name="arxiv", base_url=server.url, pace=0.1)
    threads = [threading.Thread(target=http.request, args=(service, "GET")) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 5
    assert server.most_at_once == 1
    assert min(gaps(server)) >= 0.149, "the pace counts from the end of a request, not from its start"


def test_with_several_connections_the_pace_counts_from_start_to_start(serve: Callable[..., Server], http: Http) -> None:
    server = serve(slow(0.3))
    service = Service(name="openalex", base_url=server.url, pace=0.05, concurrency=4)
    http.request(service, "GET")
    threads = [threading.Thread(target=http.request, args=(service, "GET")) for _ in range(4)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.monotonic() - began < 0.8
    assert server.most_at_once > 1
    assert min(gaps(server)) > 0.02


def test_tries_and_redirects_keep_the_pace_too(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer(503), answer(302, Location="/there"), answer())
    reached = http.request(Service(name="arxiv", base_url=server.url, pace=0.1), "GET")
    assert isinstance(reached, Reached)
    assert len(server.requests) == 3
    assert min(gaps(server)) >= 0.099


def test_two_processes_share_one_pace(serve: Callable[..., Server], tmp_path: Path) -> None:
    """arXiv's terms: one request every three seconds over all your machines and programs."""
    server = serve(answer())
    processes = [client(server, tmp_path, 3) for _ in range(2)]
    assert [process.wait() for process in processes] == [0, 0]
    assert len(server.requests) == 6
    assert server.most_at_once == 1
    assert min(gaps(server)) >= 0.95 * PACE


def test_a_lane_may_be_slower_than_its_host(serve: Callable[..., Server], http: Http) -> None:
    """Crossref: ten single works a second, but one list."""
    server = serve(answer())
    service = Service(name="crossref", base_url=server.url, pace=0.02, lane_pace={"list": 0.6}, concurrency=3)
    began = time.monotonic()
    for path, lane in (("a", "list"), ("10.1/x", ""), ("10.1/y", ""), ("b", "list"), ("10.1/z", ""), ("c", "list")):
        http.request(service, "GET", path, lane=lane)
    lists = [r.time for r in server.requests if not r.path.startswith("/10.")]
    assert min(b - a for a, b in pairwise(lists)) >= 0.95 * 0.6
    singles = [r.time - began for r in server.requests if r.path.startswith("/10.")]
    assert singles[1] < 0.19, "single works don't wait for a list's turn"


def test_a_killed_process_neither_keeps_the_turn_nor_loses_the_pace(
    serve: Callable[..., Server], tmp_path: Path
) -> None:
    server = serve(slow(2.0), answer())
    first = client(server, tmp_path, 1)
    while not server.requests:
        time.sleep(0.01)
    first.send_signal(signal.SIGKILL)
    first.wait()
    began = time.monotonic()
    with Http(limits=FAST, pace_dir=tmp_path) as http:
        service = Service(name="arxiv", base_url=server.url, pace=PACE, shared_pace=True)
        assert isinstance(http.request(service, "GET"), Reached)
    assert time.monotonic() - began < 1.0
    assert gaps(server)[0] >= 0.95 * PACE


@pytest.mark.parametrize("left", ["", "nonsense", "99999999999.0", "0", "-5"])
def test_whatever_the_lock_file_says_the_wait_is_bounded(tmp_path: Path, left: str) -> None:
    """The clock was set back, or the file is somebody else's."""
    service = Service(name="arxiv", base_url="http://127.0.0.1:8765/x", pace=0.05, shared_pace=True, patience=0.1)
    (tmp_path / "pace-arxiv-127.0.0.1_8765.lock").write_text(left)
    pace = Pace(service, tmp_path, sleep=time.sleep, stopped=lambda: False)
    began = time.monotonic()
    with pace.turn():
        assert time.monotonic() - began < 0.3


def test_without_a_folder_that_can_be_written_the_pace_holds_within_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    service = Service(name="arxiv", base_url="http://x.org", pace=0.1, shared_pace=True)
    pace = Pace(service, tmp_path / "file" / "folder", sleep=time.sleep, stopped=lambda: False)
    began = time.monotonic()
    for _ in range(3):
        with pace.turn():
            pass
    assert time.monotonic() - began >= 0.2


def test_a_retry_after_holds_everybody(serve: Callable[..., Server], http: Http) -> None:
    server = serve(answer(429, Retry_After="1"), answer())
    service = Service(name="there", base_url=server.url, concurrency=4)
    threads = [threading.Thread(target=http.request, args=(service, "GET")) for _ in range(2)]
    threads[0].start()
    time.sleep(0.3)
    threads[1].start()
    for thread in threads:
        thread.join()
    assert min(request.time for request in server.requests[1:]) - server.requests[0].time >= 1.0


def test_a_wait_for_the_turn_ends_when_stopped(tmp_path: Path) -> None:
    stopped = threading.Event()
    service = Service(name="arxiv", base_url="http://x.org", pace=60, shared_pace=True)
    lock = FileLock(tmp_path / "pace-arxiv-x.org.lock")
    assert lock.take()
    pace = Pace(service, tmp_path, sleep=stopped.wait, stopped=stopped.is_set)
    threading.Timer(0.1, stopped.set).start()
    began = time.monotonic()
    with pytest.raises(NoTurn, match="interrupted"), pace.turn():
        raise AssertionError("somebody else has the turn")
    assert time.monotonic() - began < 0.5
    lock.release()


def test_a_lock_is_held_by_one_and_hands_a_line_on(tmp_path: Path) -> None:
    one, other = FileLock(tmp_path / "lock"), FileLock(tmp_path / "lock")
    assert one.take()
    one.write("a longer line")
    one.write("short")
    assert not other.take()
    one.release()
    one.release()
    assert other.take()
    assert other.read() == "short"
    other.release()
