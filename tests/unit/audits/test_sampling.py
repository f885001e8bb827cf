"""A draw is the same for everybody with the same seed, takes as many of each part as it says, and leaves nobody out."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from followthrough.service.learning.audits.sampling import Case, digest, draw

FRAMES = st.lists(st.builds(Case, st.sampled_from("ABC"), st.uuids().map(str)), max_size=30, unique=True)


@given(FRAMES, st.integers(1, 5), st.text(max_size=8), st.randoms(use_true_random=False))
def test_the_same_seed_draws_the_same_whatever_the_order(
    frame: list[Case], each: int, seed: str, chance: random.Random
) -> None:
    first = draw(frame, each=each, seed=seed)
    again = list(frame)
    chance.shuffle(again)
    assert draw(again, each=each, seed=seed) == first and digest(again) == digest(frame)
    sizes, drawn = Counter(case.stratum for case in frame), Counter(case.stratum for case in first)
    assert drawn == {name: min(each, size) for name, size in sizes.items()}
    assert set(first) <= set(frame)


def test_every_case_is_drawn_about_as_often_as_any_other() -> None:
    frame = [Case("all", str(number)) for number in range(20)]
    drawn = Counter(case.id for seed in range(2000) for case in draw(frame, each=5, seed=str(seed)))
    assert len(drawn) == 20 and all(400 < times < 600 for times in drawn.values()), drawn


def test_another_seed_draws_others() -> None:
    frame = [Case("all", str(number)) for number in range(100)]
    assert draw(frame, each=5, seed="a") != draw(frame, each=5, seed="b")
