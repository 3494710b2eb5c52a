"""What a run asks of the services, what that costs and how long it takes at the permitted pace.

    python benchmarks/requests.py --data ../shared/data

Rows are a random sample (fixed seed) of what people wrote in public lists, without the identifiers that
they linked. They are resolved against a server that plays the services and answers 429 to whoever is too
fast, with an empty cache; then again with that cache (which must ask nothing); then, without a pace, with
every source asked about every row, to see what the plan loses; and with the identifiers.
`--near 8` compares the plan at the plain service with that at a crowded one instead, which has eight near misses
for each work, and lists what was not found though it is there.
Needs `../shared/sim/server.py` beside the data, which it starts itself. `--smoke` takes a fixed sample and fails (exit
status 1) where it takes more than its bars allow, or the plan loses a link.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cases import Case
    from cost import Figures

# The folder of a script comes first where modules are looked for, and this file has the name of a package
# that others need. So the folder goes last; and whoever imports `requests` from beside us gets the package.
sys.path.append(sys.path.pop(0))


SMOKE_ROWS = 150
MOST_REQUESTS, MOST_CREDITS = 66, 17
"""Of `--smoke`: requests to all services and credits of OpenAlex, as planned.
Measured: 65 and 16. Six of the requests ask arXiv for first versions, and for any of the words of what was not found.
A plan that asks everyone about every row takes fewer requests here (completion is one a title) and 10 credits more."""


def main() -> None:
    """Measure and print."""
    import cost

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=cost.SEED)
    parser.add_argument(
        "--smoke", action="store_true", help="a fixed sample, and fail where it takes more than its bars"
    )
    parser.add_argument(
        "--near", type=int, default=0, help="compare with a crowded service: so many near misses for each work of it"
    )
    options = parser.parse_args()
    server = options.data.parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    cases = cost.sample(options.data, SMOKE_ROWS if options.smoke else options.rows, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        if options.near:
            crowded = cost.measure_crowded(cases, options.data, server, Path(folder), options.near)
            print(cost.report_crowded(cases, crowded))
            if options.smoke and any(cost.lost_rows(cases, f) for f in crowded.values()):
                sys.exit("a work that a service has, named as it is, ended as not found")
            return
        runs = cost.measure(cases, options.data, server, Path(folder))
    print(cost.report(cases, runs))
    if runs["again"].requests.total():
        sys.exit("a run with a full cache asked the services")
    if options.smoke and (short := shortcomings(cases, runs)):
        sys.exit("not as cheap or not as good as it was:\n" + "\n".join(short))


def shortcomings(cases: Sequence[Case], runs: Mapping[str, Figures]) -> list[str]:
    """What of the fixed sample of `--smoke` falls short of its bars, a line each."""
    import cost

    planned, whole = runs["as planned"], runs["exhaustive"]
    links, most = cost.right(cases, planned), cost.right(cases, whole)
    requests = planned.requests.total()
    told = [
        (requests > MOST_REQUESTS, f"{requests} requests, at most {MOST_REQUESTS}"),
        (planned.credits > MOST_CREDITS, f"{planned.credits} credits, at most {MOST_CREDITS}"),
        (planned.too_soon > 0, f"{planned.too_soon} requests to arXiv under 3 s apart"),
        (planned.parallel > 1, f"{planned.parallel} requests to arXiv at once"),
        (links.right < most.right, f"{links.right} right links as planned, {most.right} when everyone is asked"),
        (links.wrong > most.wrong, f"{links.wrong} wrong links as planned, {most.wrong} when everyone is asked"),
    ]
    return [line for failed, line in told if failed]


if __name__ == "__main__":
    main()
else:
    del sys.modules[__name__]
    importlib.import_module(__name__)
