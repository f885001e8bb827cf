"""Which outlines make up a child's body, and which part of the body is each? Simple shapes of our own, no portrait.

A `Region` is one part that a mark can be on, by its site and side; an outline alone has no site. The child's right is
on the viewer's left in front, and on the viewer's right from behind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
Place = tuple[str, str]  # site and side, in the vocabulary's words
LEFT, RIGHT, MIDDLE = "left", "right", "middle"


@dataclass(frozen=True, slots=True)
class Region:
    """`place` is None for an outline that no mark is put on here."""

    place: Place | None
    points: tuple[Point, ...]

    @property
    def centre(self) -> Point:
        """Where marks are put: the middle of the shape's corners."""
        xs, ys = zip(*self.points, strict=True)
        return (sum(xs) / len(xs), sum(ys) / len(ys))


@dataclass(frozen=True, slots=True)
class View:
    """One picture."""

    key: str
    title: str
    width: float
    height: float
    regions: tuple[Region, ...]
    labels: tuple[tuple[str, float], ...]  # words below, and their middle
    lines: tuple[tuple[Point, ...], ...] = ()  # what makes a face of it

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple(dict.fromkeys(each.place for each in self.regions if each.place))


_Shape = Sequence[Point]
_Parts = Sequence[tuple[str, _Shape]]


def _middle(site: str, half: _Shape, x: float) -> Region:
    """A part across the middle: the half given, and its mirror."""
    return Region((site, MIDDLE), (*_moved(half, x), *reversed(_moved(_mirrored(half), x))))


def _outline(half: _Shape, x: float) -> Region:
    return Region(None, (*_moved(half, x), *reversed(_moved(_mirrored(half), x))))


def _pair(site: str, shape: _Shape, x: float, *, is_behind: bool) -> Iterator[Region]:
    """The shape on the viewer's right of the middle, and its mirror; `site` is empty for outlines alone."""
    here, there = (RIGHT, LEFT) if is_behind else (LEFT, RIGHT)
    yield Region((site, there) if site else None, _moved(_mirrored(shape), x))
    yield Region((site, here) if site else None, _moved(shape, x))


def _mirrored(shape: _Shape) -> tuple[Point, ...]:
    return tuple((-x, y) for x, y in shape)


def _moved(shape: _Shape, dx: float, dy: float = 0) -> tuple[Point, ...]:
    return tuple((x + dx, y + dy) for x, y in shape)


# Halves of shapes, from the middle outwards; all of a body in the same frame.
_HEAD_SMALL = ((0, 6), (13, 9), (22, 18), (26, 32), (25, 48), (18, 62), (9, 70), (9, 76), (0, 76))
_SHOULDER = ((9, 76), (12, 82), (30, 87), (41, 96), (46, 116), (31, 119), (28, 104), (10, 97))
_CHEST = ((0, 76), (9, 76), (12, 82), (10, 97), (28, 104), (31, 119), (30, 142), (0, 142))
_ABDOMEN = ((0, 142), (30, 142), (27, 168), (29, 190), (10, 194), (0, 194))
_GROIN = ((10, 194), (29, 190), (34, 212), (18, 224), (9, 212))
_GENITAL = ((0, 194), (10, 194), (9, 212), (5, 226), (0, 229))
_UPPER_ARM = ((31, 119), (46, 116), (52, 146), (55, 168), (41, 172), (36, 150))
_ELBOW = ((41, 172), (55, 168), (59, 186), (46, 190))
_FOREARM = ((46, 190), (59, 186), (67, 226), (57, 230))
_WRIST = ((57, 230), (67, 226), (70, 238), (60, 241))
_HAND_SMALL = ((60, 241), (70, 238), (77, 250), (78, 266), (74, 276), (66, 276), (62, 262), (58, 256))
_THIGH = ((18, 224), (34, 212), (37, 248), (32, 286), (12, 286), (5, 232), (5, 226), (9, 212))
_KNEE = ((12, 286), (32, 286), (32, 310), (13, 310))
_SHIN = ((13, 310), (32, 310), (32, 340), (26, 380), (14, 380), (12, 340))
_ANKLE = ((14, 380), (26, 380), (27, 396), (13, 396))
_FOOT_SMALL = ((13, 396), (27, 396), (34, 408), (33, 416), (13, 416))
_SHOULDER_BLADE = ((12, 82), (30, 87), (41, 96), (46, 116), (31, 119), (31, 130), (12, 130))
_UPPER_BACK = ((0, 76), (9, 76), (12, 82), (12, 130), (0, 130))
_LOWER_BACK = ((0, 130), (31, 130), (27, 168), (29, 182), (0, 186))
_BUTTOCK = ((0, 186), (29, 182), (35, 208), (30, 222), (12, 228), (0, 222))
_THIGH_BACK = ((12, 228), (30, 222), (35, 208), (37, 248), (32, 286), (12, 286), (4, 232), (3, 224))

_TOP = ((0, 27), (20, 31), (40, 44), (52, 62), (0, 62))
_FOREHEAD = ((0, 62), (52, 62), (61, 84), (62, 92), (0, 92))
_EYE = ((8, 92), (62, 92), (66, 112), (60, 118), (12, 118))
_NOSE = ((0, 92), (8, 92), (12, 118), (15, 138), (0, 142))
_CHEEK = ((12, 118), (60, 118), (66, 112), (65, 140), (58, 162), (27, 158), (24, 146), (15, 138))
_MOUTH = ((0, 142), (15, 138), (24, 146), (27, 158), (20, 170), (0, 170))
_JAW = ((27, 158), (58, 162), (45, 184), (27, 198), (18, 184), (20, 170))
_CHIN = ((0, 170), (20, 170), (18, 184), (27, 198), (14, 204), (0, 206))
_EAR = ((63, 90), (74, 86), (81, 99), (78, 124), (70, 134), (65, 132), (66, 112))
_NECK_FRONT = ((0, 206), (14, 204), (27, 198), (31, 232), (0, 232))
_HEAD_BACK = ((0, 27), (20, 31), (40, 44), (52, 62), (61, 84), (50, 100), (48, 136), (54, 156), (38, 172), (0, 172))
_BEHIND_EAR = ((61, 84), (66, 112), (61, 142), (54, 156), (48, 136), (50, 100))
_NECK_BACK = ((0, 172), (38, 172), (37, 190), (42, 232), (0, 232))

_EYE_LINE = ((22, 107), (30, 102), (39, 102), (47, 107), (39, 110), (30, 110), (22, 107))
_MOUTH_LINE = ((-14, 155), (-5, 158), (5, 158), (14, 155))

_FINGERS = (
    *((20, 62), (20, 30), (23, 25), (28, 25), (31, 30), (31, 18), (34, 12), (39, 12), (42, 18), (42, 14), (45, 8)),
    *((50, 8), (53, 14), (53, 26), (56, 20), (61, 20), (64, 26), (64, 62)),
)
_PALM = ((20, 62), (64, 62), (67, 78), (68, 98), (58, 116), (30, 116), (20, 98))
_THUMB = ((67, 78), (80, 58), (87, 57), (90, 64), (82, 88), (68, 98))
_TOES = (
    *((16, 38), (16, 28), (19, 24), (24, 25), (26, 30), (28, 22), (33, 22), (35, 28), (37, 19), (42, 19), (44, 26)),
    *((47, 14), (54, 13), (59, 18), (60, 38)),
)
_FOOT_TOP = ((16, 38), (60, 38), (58, 78), (52, 118), (30, 118), (22, 80))
_SOLE = ((16, 38), (60, 38), (58, 70), (52, 98), (26, 98), (20, 72))
_HEEL = ((26, 98), (52, 98), (52, 116), (46, 126), (33, 126), (26, 116))

BODY, HEAD, LIMBS = (160.0, 430.0), (200.0, 240.0), (200.0, 290.0)


def _front() -> Iterator[Region]:
    x = BODY[0] / 2
    yield _outline(_HEAD_SMALL, x)
    yield _middle("genital area", _GENITAL, x)
    for site, shape in (
        ("shoulder", _SHOULDER), ("chest", _CHEST), ("abdomen", _ABDOMEN), ("groin", _GROIN),
        ("upper arm, front", _UPPER_ARM), ("elbow, inside", _ELBOW), ("forearm, inside", _FOREARM),
        ("wrist, inside", _WRIST), ("", _HAND_SMALL), ("thigh, front", _THIGH), ("knee", _KNEE), ("shin", _SHIN),
        ("ankle, front", _ANKLE), ("", _FOOT_SMALL),
    ):  # fmt: skip
        yield from _pair(site, shape, x, is_behind=False)


def _back() -> Iterator[Region]:
    x = BODY[0] / 2
    yield _outline(_HEAD_SMALL, x)
    yield _middle("upper back, middle", _UPPER_BACK, x)
    for site, shape in (
        ("shoulder blade", _SHOULDER_BLADE), ("lower back", _LOWER_BACK), ("buttock", _BUTTOCK),
        ("upper arm, back", _UPPER_ARM), ("elbow", _ELBOW), ("forearm, outside", _FOREARM),
        ("wrist, outside", _WRIST), ("", _HAND_SMALL), ("thigh, back", _THIGH_BACK), ("back of the knee", _KNEE),
        ("calf", _SHIN), ("ankle, back", _ANKLE), ("", _FOOT_SMALL),
    ):  # fmt: skip
        yield from _pair(site, shape, x, is_behind=True)


def _head() -> Iterator[Region]:
    x = HEAD[0] / 2
    across: _Parts = (
        ("top of the head", _TOP), ("nose", _NOSE), ("mouth", _MOUTH), ("chin", _CHIN),
        ("front of the neck", _NECK_FRONT),
    )  # fmt: skip
    sided: _Parts = (("forehead", _FOREHEAD), ("eye", _EYE), ("cheek", _CHEEK), ("jaw", _JAW), ("ear", _EAR))
    for site, shape in across:
        yield _middle(site, shape, x)
    for site, shape in sided:
        yield from _pair(site, shape, x, is_behind=False)


def _head_behind() -> Iterator[Region]:
    x = HEAD[0] / 2
    yield from _pair("", _EAR, x, is_behind=True)
    yield _middle("back of the head", _HEAD_BACK, x)
    yield _middle("back of the neck", _NECK_BACK, x)
    yield from _pair("behind the ear", _BEHIND_EAR, x, is_behind=True)


def _limbs(far: float, rows: Sequence[tuple[_Parts, bool]]) -> Iterator[Region]:
    """Two rows, each of both limbs with the right one on the viewer's left. `points_out` is true where one
    looks at backs of hands and tops of feet: a thumb and a big toe point away from the middle there, as no child could
    hold them, so that right stays right in every row.
    """
    for row, (parts, points_out) in enumerate(rows):
        for side, x in ((RIGHT, 0.0), (LEFT, 100.0)):
            is_turned = (side == RIGHT) is points_out
            for site, shape in parts:
                drawn = tuple((far - px, py) for px, py in shape) if is_turned else tuple(shape)
                yield Region((site, side), _moved(drawn, x + 4, row * 140))


def _hands() -> Iterator[Region]:
    palms = (("fingers", _FINGERS), ("thumb", _THUMB), ("palm", _PALM))
    backs = (("fingers", _FINGERS), ("thumb", _THUMB), ("back of the hand", _PALM))
    yield from _limbs(92, ((backs, True), (palms, False)))


def _feet() -> Iterator[Region]:
    tops = (("toes", _TOES), ("top of the foot", _FOOT_TOP))
    soles = (("toes", _TOES), ("sole", _SOLE), ("heel", _HEEL))
    yield from _limbs(76, ((tops, True), (soles, False)))


_SIDES_FRONT = (("Child’s right", 34.0), ("Child’s left", 126.0))
_SIDES_BEHIND = (("Child’s left", 34.0), ("Child’s right", 126.0))
_HEAD_FRONT, _HEAD_AFTER = (tuple((words, at + 20) for words, at in each) for each in (_SIDES_FRONT, _SIDES_BEHIND))
_FACE = tuple(_moved(each, HEAD[0] / 2) for each in (_EYE_LINE, _mirrored(_EYE_LINE), _MOUTH_LINE))
_LIMB_SIDES = (("Child’s right", 50.0), ("Child’s left", 150.0))
VIEWS: tuple[View, ...] = (
    View("head", "Head from the front", *HEAD, tuple(_head()), _HEAD_FRONT, _FACE),
    View("head-behind", "Head from behind", *HEAD, tuple(_head_behind()), _HEAD_AFTER),
    View("front", "Front", *BODY, tuple(_front()), _SIDES_FRONT),
    View("back", "Back", *BODY, tuple(_back()), _SIDES_BEHIND),
    View("hands", "Hands: backs above, palms below", *LIMBS, tuple(_hands()), _LIMB_SIDES),
    View("feet", "Feet: from above, soles below", *LIMBS, tuple(_feet()), _LIMB_SIDES),
)
