"""Cleans one file, from standard input to standard output, with little memory and time to do harm in.

The readers of pictures, PDFs and archives are large, and what they read comes from anywhere: so they run in a process
of their own, whose end, however it comes, is the end of nothing else. `apart` starts it.
"""

from __future__ import annotations

import resource
import sys
import warnings

from followthrough.service.attachments.cleaning import pdfs, pictures, word
from followthrough.service.attachments.cleaning.bounds import MEMORY, SECONDS
from followthrough.service.attachments.kinds import KINDS, PDF, WORD, Kind, Refused


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to nowhere but its own way out
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind = next(each for each in KINDS if each.key == sys.argv[1])
    try:
        content, to = clean(sys.stdin.buffer.read(), kind)
        sys.stdout.buffer.write(to.key.encode() + b"\n" + content)
    except Refused as refusal:
        sys.stdout.buffer.write(b"refused\n" + str(refusal).encode())


def clean(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries, about files that are read all the same
        if kind is PDF:
            return pdfs.clean(content), PDF
        if kind is WORD:
            return word.clean(content), WORD
        return pictures.clean(content, kind)


if __name__ == "__main__":
    main()
