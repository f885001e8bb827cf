"""What a fault in the table of rates is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from followthrough.procedures.language.faults import Fault
from followthrough.procedures.model.vocabulary import Vocabulary
from followthrough.synth.rates import TABLE, read_rates

_FAULTS = [
    ("source: DFE17}", "source: DFE71}", '“DFE71”|"DFE71" is no source. Did you mean'),
    ("  child.seen: {rate", "  child.sene: {rate", '"child.sene" is no kind of event. Did you mean "?“?child.seen'),
    ("by: {police: 1}, data: {children_present: children}", "by: {polise: 1}", '"polise" is no agency. Did you mean'),
    ("agencies: agencies, enquiry: 0.9", "agencis: agencies", '"agencis" is no field of strategy.held'),
    ("{no further action: 3,", "{no action at all: 3,", '"no action at all" is no value of referral.decided.decision'),
    ("after: share.sent, share: 0.93", "after: share.acted, share: 0.93", "follow each other in a circle"),
]


@pytest.mark.parametrize(("right", "wrong", "message"), _FAULTS)
def test_a_fault_says_where_it_is_and_how_it_is_mended(
    right: str, wrong: str, message: str, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "rates.yaml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(Fault, match=message) as caught:
        read_rates(vocabulary, path, structure=())
    assert str(caught.value).startswith("rates.yaml")
