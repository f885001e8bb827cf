"""Which line goes round several boxes? The edge of all of them together, corner by corner; pieces that do not touch
get a line each.
"""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]  # left, top, right, bottom
Point = tuple[float, float]


def around(boxes: Sequence[Box]) -> list[list[Point]]:
    """Closed lines, each as its corners. Boxes may overlap or share an edge."""
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    filled = {
        (i, j)
        for left, top, right, bottom in boxes
        for i in range(xs.index(left), xs.index(right))
        for j in range(ys.index(top), ys.index(bottom))
    }
    after: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for i, j in sorted(filled):  # the edges of each cell, clockwise; those between two filled cells are left out
        for edge, beside in (
            (((i, j), (i + 1, j)), (i, j - 1)),
            (((i + 1, j), (i + 1, j + 1)), (i + 1, j)),
            (((i + 1, j + 1), (i, j + 1)), (i, j + 1)),
            (((i, j + 1), (i, j)), (i - 1, j)),
        ):
            if beside not in filled:
                after.setdefault(edge[0], []).append(edge[1])
    return [[(xs[i], ys[j]) for i, j in _corners(loop)] for loop in _loops(after)]


def _loops(after: dict[tuple[int, int], list[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    found = []
    while after:
        start = min(after)
        loop, here = [], start
        while here in after:
            loop.append(here)
            there = after[here].pop()
            if not after[here]:
                del after[here]
            here = there
        found.append(loop)
    return found


def _corners(loop: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the points at which the line only goes on."""
    turned = []
    for n, here in enumerate(loop):
        before, then = loop[n - 1], loop[(n + 1) % len(loop)]
        if not (before[0] == here[0] == then[0] or before[1] == here[1] == then[1]):
            turned.append(here)
    return turned
