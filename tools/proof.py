"""What `make proof` does: what `make test` prepares with Spark beside it, then the promises over many histories."""

from __future__ import annotations

import os
import sys

import test

if __name__ == "__main__":
    os.environ.setdefault("FOLLOWTHROUGH_REVOCATIONS", "1000")
    engines = ["tests/generative", "tests/proof/on_spark.py", "tests/cases/test_set_based.py"]
    proofs = [*engines, "tests/integration/access/test_revocations.py"]
    sys.exit(test.main([*proofs, "--hypothesis-profile=proof", *sys.argv[1:]], "spark"))
