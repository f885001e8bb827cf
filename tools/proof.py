"""What `make proof` does: what `make test` prepares with Spark beside it, then the promises over many histories."""

from __future__ import annotations

import sys

import test

if __name__ == "__main__":
    sys.exit(test.main(["tests/generative", "--hypothesis-profile=proof", *sys.argv[1:]], "spark"))
