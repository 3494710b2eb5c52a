"""`python -m resolver`."""

import sys

from resolver.cli import main

if __name__ == "__main__":
    sys.exit(main())
