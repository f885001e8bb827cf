"""A made-up county: the same for the same seed, in the words of the vocabulary, at the rates of its table."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from followthrough.procedures.calendars import england_and_wales
from followthrough.procedures.engines.relational.histories import histories
from followthrough.procedures.engines.relational.store import Store, StoreError
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.synth.county import STRUCTURE, County, make_county
from followthrough.synth.rates import ASSUMPTION, read_rates

from .conftest import COUNTY

Row = Callable[[str], tuple[Any, ...]]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def made(folder: Path, vocabulary: Vocabulary, seed: int) -> dict[str, bytes]:
    make_county(County(children=300, years=3, seed=seed), vocabulary, england_and_wales(), folder)
    return bytes_of(folder)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path, vocabulary: Vocabulary) -> None:
    first = made(tmp_path / "first", vocabulary, 1)
    assert made(tmp_path / "again", vocabulary, 1) == first
    other = made(tmp_path / "other", vocabulary, 2)
    assert other["events/child.seen.parquet"] != first["events/child.seen.parquet"]


def test_a_store_that_is_there_is_not_written_over(tmp_path: Path, vocabulary: Vocabulary) -> None:
    made(tmp_path / "first", vocabulary, 1)
    with pytest.raises(StoreError, match=r"holds a population already\. Give another folder, or delete this one"):
        made(tmp_path / "first", vocabulary, 1)


def test_every_event_fits_the_vocabulary(county: Store, vocabulary: Vocabulary) -> None:
    checked = 0
    for history in islice(histories(county), 500):
        for event in history.events:
            vocabulary.check(event)
            checked += 1
    assert checked > 10_000


def test_every_kind_of_every_theme_happens(county: Store, vocabulary: Vocabulary) -> None:
    themes = {kind.theme for kind in vocabulary.kinds.values()}
    assert {vocabulary.kinds[kind].theme for kind in county.kinds} == themes
    assert len(county.kinds) > 0.95 * len(vocabulary.kinds)


def test_there_are_as_many_children_as_were_asked_for(row: Row) -> None:
    children = "select count(*) from 'subjects.parquet' where kind = 'child'"
    assert row(children) == (COUNTY.children,)
    assert row("select count(distinct subject_id) from 'events/child.born.parquet'") == (COUNTY.children,)


@pytest.mark.parametrize("kind", ["referral.received", "hospital.attended", "harm.judged", "concern.raised"])
def test_what_happens_by_itself_happens_at_its_rate(kind: str, row: Row, vocabulary: Vocabulary) -> None:
    """Within a seventh: need falls on few families, so that the counts swing more than chance alone would make them."""
    (years,) = row(f"""
        select sum(epoch(least(data_born_on + interval 18 year, timestamp '{COUNTY.start.year + COUNTY.years}-01-01')
                 - greatest(data_born_on, timestamp '{COUNTY.start}'))) / 86400 / 365.25
        from 'events/child.born.parquet'""")
    (count,) = row(f"select count(*) from 'events/{kind}.parquet' where corrects is null")
    rate = read_rates(vocabulary, structure=STRUCTURE).happens[kind].rate
    assert count / years * 1000 == pytest.approx(rate, rel=1 / 7)


def test_what_follows_comes_after_it_and_carries_its_keys(row: Row) -> None:
    (decided, matched, share) = row("""
        select count(*), count(received.id), count(*) / (select count(*) from 'events/referral.received.parquet')
        from (from 'events/referral.decided.parquet' where corrects is null) decided
        left join (from 'events/referral.received.parquet' where corrects is null) received
          on received.data_referral = decided.data_referral and received.subject_id = decided.subject_id""")
    assert decided > 500
    assert matched > 0.97 * decided, "the rest follows referrals that got into the record too late"
    assert share == pytest.approx(0.95, abs=0.04)


def test_some_is_vague_late_mended_or_taken_back(row: Row) -> None:
    (vague, late, mended, retracted) = row("""
        select avg((occurred_to > occurred_from)::int), avg((recorded_at > occurred_to + interval 5 day)::int),
               avg((corrects is not null and not is_retraction)::int), avg(is_retraction::int)
        from 'events/child.seen.parquet'""")
    assert vague == pytest.approx(0.068, abs=0.015)
    assert late == pytest.approx(0.05, abs=0.02)
    assert mended == pytest.approx(0.012, abs=0.006)
    assert retracted == pytest.approx(0.002, abs=0.002)


def test_children_move_and_shares_reach_others(row: Row) -> None:
    (movers,) = row("select count(distinct subject_id) from 'events/household.left.parquet'")
    assert 0.03 < movers / COUNTY.children < 0.15
    (to_self, carrying) = row("""
        select count(*) filter (agency = data_recipient_agency), avg((len(data_items) = 1)::int)
        from 'events/share.sent.parquet'""")
    assert (to_self, carrying) == (0, 1)


def test_no_two_records_bear_the_same_instant(row: Row) -> None:
    (count, instants) = row("""
        select count(*), count(distinct recorded_at) from read_parquet('events/*.parquet', union_by_name = true)
    """)
    assert count - instants <= count / 100_000, "the load into a service moves such a pair apart by a microsecond"


def test_every_number_of_the_table_has_a_source_or_is_marked_as_an_assumption(vocabulary: Vocabulary) -> None:
    rates = read_rates(vocabulary, structure=STRUCTURE)
    lines = [*rates.happens.values(), *(line for each in rates.follows.values() for line in each)]
    cited = {*(line.source for line in lines), *rates.cited.values()}
    assert cited - {ASSUMPTION} <= set(rates.sources)
    assert {"DFE20", "DFE17", "ONS24"} <= cited
