"""What a run asks of the services, what that costs and how long it takes at the permitted pace.

    python benchmarks/requests.py --data ../shared/data

Rows are a random sample (fixed seed) of what people wrote in public lists, without the identifiers that
they linked. They are resolved against a server that plays the services and answers 429 to whoever is too
fast, with an empty cache; then again with that cache (which must ask nothing); then, without a pace, with
every source asked about every row, to see what the plan loses; and with the identifiers.
Needs `../shared/sim/server.py` beside the data, which it starts itself. `--smoke` takes a few rows.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from pathlib import Path

# The folder of a script comes first where modules are looked for, and this file has the name of a package
# that others need. So the folder goes last; and whoever imports `requests` from beside us gets the package.
sys.path.append(sys.path.pop(0))


def main() -> None:
    """Measure and print."""
    import cost

    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=cost.SEED)
    parser.add_argument("--smoke", action="store_true", help="a few rows, to see that it runs")
    options = parser.parse_args()
    server = options.data.parent / "sim" / "server.py"
    if not server.is_file():
        print(f"skipped: {server} is not there, and nothing else plays the services")
        return
    cases = cost.sample(options.data, 25 if options.smoke else options.rows, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        runs = cost.measure(cases, options.data, server, Path(folder))
    print(cost.report(cases, runs))
    if runs["again"].requests.total():
        sys.exit("a run with a full cache asked the services")


if __name__ == "__main__":
    main()
else:
    del sys.modules[__name__]
    importlib.import_module(__name__)
