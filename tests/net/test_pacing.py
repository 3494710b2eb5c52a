"""The pace of a service holds between threads and, where it is shared, between processes.

What is compared with real seconds are only times that can't come too soon, however slow the machine is: a request
arrives after it was sent, and is sent after the one before it has ended.
"""

from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from resolver.net.http import Http, Reached, Service
from resolver.net.pacing import NoTurn, Pace
from tests.clocks import FakeClock
from tests.net.scripted import Act, Server, answer, slow

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


def pace_of(service: Service, clock: FakeClock, folder: Path | None = None) -> Pace:
    """The pace of a service by a clock that is moved."""
    return Pace(service, folder, sleep=clock.sleep, stopped=lambda: False, clock=clock, wall_clock=clock)


def test_a_turn_alone_counts_from_the_end_of_a_request() -> None:
    clock, starts = FakeClock(), []
    pace = pace_of(Service(name="arxiv", base_url="http://x.org", pace=3.0), clock)
    for _ in range(3):
        with pace.take_turn():
            starts.append(clock.now)
            clock.now += 0.5  # the request
    assert starts == [0.0, 3.5, 7.0]


def test_with_several_connections_the_pace_counts_from_start_to_start() -> None:
    clock, starts = FakeClock(), []
    pace = pace_of(Service(name="openalex", base_url="http://x.org", pace=0.1, concurrency=4), clock)
    for _ in range(3):
        with pace.take_turn():
            starts.append(clock.now)
            clock.now += 0.06
    assert starts == pytest.approx([0.0, 0.1, 0.2])


def test_several_connections_are_used_at_once(serve: Callable[..., Server], http: Http) -> None:
    together = threading.Barrier(4)

    def meet(act: Act) -> Act:
        return lambda handler: (together.wait(60), act(handler))

    server = serve(meet(answer()))
    service = Service(name="openalex", base_url=server.url, pace=0.001, concurrency=4, max_body=100)
    outcomes = []
    with Http() as patient:
        threads = [threading.Thread(target=lambda: outcomes.append(patient.request(service, "GET"))) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert server.most_at_once == 4
    assert all(isinstance(outcome, Reached) for outcome in outcomes)


def test_a_lane_may_be_slower_than_its_host() -> None:
    """Crossref: ten single works a second, but one list; single works don't wait for a list's turn."""
    clock, starts = FakeClock(), {"list": [], "": []}
    service = Service(name="crossref", base_url="http://x.org", pace=0.125, lane_pace={"list": 1.0}, concurrency=3)
    pace = pace_of(service, clock)
    for lane in ("list", "", "", "list", "", "list"):
        with pace.take_turn(lane=lane):
            starts[lane].append(clock.now)
    assert starts == {"list": [0.0, 1.0, 2.0], "": [0.125, 0.25, 1.125]}


HOLDER = """
import sys, time
from pathlib import Path
from resolver.net.pacing import Pace
from resolver.net.service import Service
service = Service(name="arxiv", base_url="http://x.org", pace=5.0, shared_pace=True)
with Pace(service, Path(sys.argv[1]), sleep=time.sleep, stopped=lambda: False, wall_clock=lambda: 1000.0).take_turn():
    print("sent", flush=True)
    time.sleep(600)
"""


def test_a_killed_process_neither_keeps_the_turn_nor_loses_the_pace(tmp_path: Path) -> None:
    first = subprocess.Popen([sys.executable, "-c", HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    assert first.stdout.readline() == "sent\n"
    clock = FakeClock()
    service = Service(name="arxiv", base_url="http://x.org", pace=5.0, shared_pace=True)
    pace = Pace(
        service, tmp_path, sleep=clock.sleep, stopped=lambda: False, clock=clock, wall_clock=lambda: 1001 + clock.now
    )
    with pytest.raises(NoTurn, match="timed out"), pace.take_turn(until=1.0):
        raise AssertionError("the first one has the turn")
    assert clock.now < 1.1
    first.send_signal(signal.SIGKILL)
    first.wait()
    with pace.take_turn():
        assert 1001 + clock.now == pytest.approx(1005.0), "five seconds after the first one was sent"


@pytest.mark.parametrize(
    ("left", "waits"),
    [("", 3.0), ("nonsense", 3.0), ("99999999999.0", 7.0), ("102.5", 2.5), ("0", 0.0), ("-5", 0.0), ("nan", 0.0)],
)
def test_whatever_the_file_beside_the_lock_says_the_wait_is_bounded(tmp_path: Path, left: str, waits: float) -> None:
    """The clock was set back, the file was cut short, or it is somebody else's."""
    service = Service(name="arxiv", base_url="http://127.0.0.1:8765/x", pace=3.0, shared_pace=True, patience=7.0)
    (tmp_path / "pace-arxiv-127.0.0.1_8765.next").write_text(left)
    clock = FakeClock()
    pace = Pace(
        service, tmp_path, sleep=clock.sleep, stopped=lambda: False, clock=clock, wall_clock=lambda: 100 + clock.now
    )
    with pace.take_turn():
        assert clock.now == pytest.approx(waits)


def test_without_a_folder_that_can_be_written_the_pace_holds_within_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    clock, starts = FakeClock(), []
    service = Service(name="arxiv", base_url="http://x.org", pace=3.0, shared_pace=True)
    pace = pace_of(service, clock, tmp_path / "file" / "folder")
    for _ in range(3):
        with pace.take_turn():
            starts.append(clock.now)
    assert starts == [0.0, 3.0, 6.0]


def test_a_retry_after_holds_everybody(serve: Callable[..., Server]) -> None:
    arrived: list[float] = []

    def noting(act: Act) -> Act:
        return lambda handler: (arrived.append(clock.now), act(handler))

    def ask_too(seconds: float) -> None:
        """What another thread asks while the first one waits."""
        clock.meanwhile = None
        assert seconds >= 1.0
        assert isinstance(http.request(service, "GET", "other"), Reached)

    clock = FakeClock(ask_too)
    server = serve(noting(answer(429, Retry_After="1")), noting(answer()))
    service = Service(name="there", base_url=server.url, concurrency=4)
    with Http(clock=clock, sleep=clock.sleep) as http:
        assert isinstance(http.request(service, "GET"), Reached)
    assert [request.path for request in server.requests] == ["/", "/other", "/"]
    assert arrived[0] == 0.0
    assert min(arrived[1:]) >= 1.0


def test_a_wait_for_the_turn_ends_when_stopped(tmp_path: Path) -> None:
    clock = FakeClock()
    service = Service(name="arxiv", base_url="http://x.org", pace=60, shared_pace=True)
    with FileLock(tmp_path / "pace-arxiv-x.org.lock"):
        pace = Pace(
            service, tmp_path, sleep=clock.sleep, stopped=lambda: len(clock.waits) >= 3, clock=clock, wall_clock=clock
        )
        with pytest.raises(NoTurn, match="interrupted"), pace.take_turn():
            raise AssertionError("somebody else has the turn")
    assert len(clock.waits) == 3, "at the next look after it was stopped"
    assert max(clock.waits) <= 0.1, "which is never far away"


def test_a_turn_that_another_process_keeps_for_ever_is_given_up(tmp_path: Path) -> None:
    clock = FakeClock()
    service = Service(name="arxiv", base_url="http://x.org", pace=60, shared_pace=True)
    with FileLock(tmp_path / "pace-arxiv-x.org.lock"):
        pace = pace_of(service, clock, tmp_path)
        with pytest.raises(NoTurn, match=r"another process keeps it busy .*pace-arxiv-x\.org\.lock"), pace.take_turn():
            raise AssertionError("somebody else has the turn")
    assert 120 < clock.now < 121


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
