"""Who stands in which row, and where in it? Parents above their children, partners in one row, nobody upon another.

The same family always gives the same places. Columns are counted in widths of one person and need not be whole: any
two persons of a row are at least one apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from followthrough.pictures.family import Family, Union

_SWEEPS = 6


class Contradiction(ValueError):
    """Somebody would be their own ancestor, or a partner of one: such a family cannot be drawn."""


@dataclass(frozen=True, slots=True)
class Place:
    row: int
    column: float


def lay_out(family: Family) -> dict[str, Place]:
    """A place for each person. Raises Contradiction."""
    rows = _rows(family)
    columns = _columns(family, _ordered(family, rows))
    least = min(columns.values(), default=0.0)
    return {key: Place(rows[key], columns[key] - least) for key in rows}


def _rows(family: Family) -> dict[str, int]:
    """Partners and brothers and sisters share a row as far as their ancestors allow; the oldest row is 0."""
    group = _together(family.unions, [each.key for each in family.members])
    above = {(group[parent], group[child]) for u in family.unions for parent in u.parents for child in u.born}
    below: dict[str, set[str]] = defaultdict(set)
    for upper, lower in above:
        below[upper].add(lower)
    depth = dict.fromkeys(group.values(), 0)
    for turn in range(len(depth) + 1):
        moved = [(upper, lower) for upper, lower in sorted(above) if depth[lower] <= depth[upper]]
        for upper, lower in moved:
            depth[lower] = max(depth[lower], depth[upper] + 1)
        if not moved:
            break
        if turn == len(depth):
            raise Contradiction("Somebody would be above themselves.")
    has_parents = {lower for _, lower in above}
    for root in sorted(set(below) - has_parents):  # no higher than their children need
        depth[root] = min(depth[each] for each in below[root]) - 1
    return _levelled(family, group, depth, above)


def _levelled(
    family: Family, group: Mapping[str, str], depth: Mapping[str, int], above: Iterable[tuple[str, str]]
) -> dict[str, int]:
    """Parts that no line joins are set beside the child's part by what is said of one of them."""
    part = _components(set(group.values()), above)
    held = next((each for each in family.members if each.is_child), None)
    first = {part[group[held.key]]: held} if held else {}
    for each in family.members:
        first.setdefault(part[group[each.key]], each)
    rows = {
        each.key: depth[group[each.key]] - depth[group[lead.key]] + (0 if lead is held else lead.level)
        for each in family.members
        for lead in [first[part[group[each.key]]]]
    }
    highest = min(rows.values(), default=0)
    return {key: row - highest for key, row in rows.items()}


def _together(unions: Sequence[Union], keys: Sequence[str]) -> dict[str, str]:
    """Each person's group: who must share a row. Siblings must only where they have no parent to hang from."""
    group = {key: key for key in keys}
    for union in unions:
        for same in (union.parents, () if union.parents else union.born):
            for other in same[1:]:
                old, new = group[other], group[same[0]]
                group = {key: new if held == old else held for key, held in group.items()}
    return group


def _components(groups: set[str], pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    part = {each: each for each in groups}
    for one, other in sorted(pairs):
        old, new = part[other], part[one]
        part = {each: new if held == old else held for each, held in part.items()}
    return part


def _ordered(family: Family, rows: Mapping[str, int]) -> list[list[str]]:
    """Each row from left to right: families one after the other, partners side by side, children below them."""
    order: list[list[str]] = [[] for _ in range(max(rows.values(), default=-1) + 1)]
    seen: set[str] = set()
    children = {child for union in family.unions if union.parents for child in union.born}

    def stand(key: str) -> None:
        if key in seen:
            return
        chain = [each for each in _partners(family.unions, key) if each not in seen]
        seen.update(chain)
        order[rows[key]].extend(chain)
        for one in chain:
            for union in family.unions:
                for child in union.born if one in union.parents else ():
                    stand(child)

    roots = [each.key for each in family.members if each.key not in children]
    with_children = {parent for union in family.unions for parent in union.parents if union.children}
    ancestors = _ancestors(family)
    for key in [
        *(each for each in ancestors if each in roots),
        *sorted(roots, key=lambda each: each not in with_children),
    ]:
        stand(key)
    for each in family.members:
        stand(each.key)
    return order


def _ancestors(family: Family) -> list[str]:
    """Of the child whom the picture is about, from left to right: they come first, so that few lines cross."""
    found: list[str] = []

    def climb(key: str) -> None:
        if key in found:
            return
        for union in family.unions:
            for parent in union.parents if key in union.born else ():
                climb(parent)
        found.append(key)

    for each in family.members:
        if each.is_child:
            climb(each.key)
    return found


def _partners(unions: Sequence[Union], key: str) -> list[str]:
    """The person among their partners and those people's partners: on the side that the union names, if it is free."""
    chain, waiting = [key], [key]
    while waiting:
        one = waiting.pop(0)
        for union in unions:
            for other in union.parents if one in union.parents else ():
                if other in chain:
                    continue
                is_left = chain[0] == one and (union.parents[0] == other or chain[-1] != one)
                chain = [other, *chain] if is_left else [*chain, other]
                waiting.append(other)
    return chain


def _columns(family: Family, order: Sequence[Sequence[str]]) -> dict[str, float]:
    """Children below the middle of their parents and parents above the middle of their children, as far as there is
    room: the order of a row stays, and nobody comes nearer than one width.
    """
    column = {key: float(n) for row in order for n, key in enumerate(row)}
    parents: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for union in family.unions:
        for child in union.born if union.parents else ():
            parents[child].append(union.parents)
        for parent in union.parents:
            children[parent].extend(union.born)
    for _ in range(_SWEEPS):
        for row in order[1:]:
            column |= _apart(row, {key: _below(key, parents, family.unions, column) for key in row})
        for row in reversed(order[:-1]):
            column |= _apart(row, {key: _above(key, children, column) for key in row})
    return column


def _below(
    key: str, parents: Mapping[str, Sequence[tuple[str, ...]]], unions: Sequence[Union], column: Mapping[str, float]
) -> float:
    """Where a child wants to stand: its own place among brothers and sisters, spread below the parents."""
    if not parents[key]:
        return column[key]
    pair = parents[key][0]
    born = next(union.born for union in unions if union.parents == pair)
    middle = sum(column[each] for each in pair) / len(pair)
    return middle + born.index(key) - (len(born) - 1) / 2


def _above(key: str, children: Mapping[str, Sequence[str]], column: Mapping[str, float]) -> float:
    own = children[key]
    return sum(column[each] for each in own) / len(own) if own else column[key]


def _apart(row: Sequence[str], wanted: Mapping[str, float]) -> dict[str, float]:
    """The nearest places to those wanted, in this order and at least one apart (pool adjacent violators)."""
    blocks: list[tuple[float, int]] = []  # the middle of a block's wishes, and how many stand in it
    for n, key in enumerate(row):
        middle, size = wanted[key] - n, 1
        while blocks and blocks[-1][0] >= middle:
            other, more = blocks.pop()
            middle = (middle * size + other * more) / (size + more)
            size += more
        blocks.append((middle, size))
    found = [middle for middle, size in blocks for _ in range(size)]
    return {key: found[n] + n for n, key in enumerate(row)}
