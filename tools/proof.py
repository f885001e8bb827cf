"""What `make proof` does: what `make test` prepares with Spark beside it, then the promises over many histories."""

from __future__ import annotations

import os
import sys

import test

if __name__ == "__main__":
    os.environ.setdefault("FOLLOWTHROUGH_REVOCATIONS", "1000")
    os.environ.setdefault("FOLLOWTHROUGH_PAGES", "2000")
    os.environ.setdefault("FOLLOWTHROUGH_BROWSER_PAGES", "200")
    engines = ["tests/generative", "tests/proof/on_spark.py", "tests/cases/test_set_based.py"]
    access = [f"tests/integration/access/{name}.py" for name in ("test_revocations", "test_canaries")]
    proofs = [*engines, *access, "tests/browser/test_crawl.py"]
    sys.exit(test.main([*proofs, "--hypothesis-profile=proof", *sys.argv[1:]], "spark"))
