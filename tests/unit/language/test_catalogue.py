"""The catalogue says of each rule how it is codified; what it names must exist, and be what it says."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.spec.small import duty, watch, write_pack
from tests.support.whole import whole_rulebook

from followthrough.procedures.language import Fault, load_catalogue, load_rulebook
from followthrough.procedures.model.catalogue import Catalogue, RuleClass

ROOT = Path(__file__).parents[3] / "rulebooks"
LIST = "complete: no\nthemes: {A. Sharing: [INF-01, INF-02]}\nrows: {M1: Follow through}\n"
SETTING = "limit: {title: A limit, value: 3 working days, confidence: read, source: S}"
GOOD = """
id: INF-01
asks: Whoever shares makes sure that it arrived.
class: duty
procedures: [asked]
settings: [limit]
sources: [S]
confidence: newsletter
rows: [M1]
"""


def rule(**changes: str | None) -> str:
    """The good rule with some of its lines changed, or left out where None."""
    lines = dict(line.split(": ", 1) for line in GOOD.strip().splitlines())
    kept = {key: value for key, value in (lines | {key.rstrip("_"): v for key, v in changes.items()}).items() if value}
    return "\n".join(f"{key}: {value}" for key, value in kept.items())


def catalogue(folder: Path, *rules: str, theme: str = "A. Sharing") -> Catalogue | None:
    procedures = (
        duty("asked", "when: {event: trigger}\nwithin: {setting: limit}"),
        watch("seen", "as_soon_as: {count: {of: risk.a}}"),
    )
    write_pack(folder, "england", procedures, SETTING)
    (folder / "catalogue.yaml").write_text(LIST)
    (folder / "rules").mkdir()
    items = "".join("  - " + text.replace("\n", "\n    ") + "\n" for text in rules)
    (folder / "rules" / "sharing.yaml").write_text(f'theme: "{theme}"\nrules:\n{items}')
    rulebook = load_rulebook(folder, packs=("england",))
    return load_catalogue(folder, rulebook, packs=("england",))


def test_a_rule_is_read_with_what_carries_it(tmp_path: Path) -> None:
    found = catalogue(tmp_path, rule())
    assert found is not None
    assert found.rules["INF-01"].is_a is RuleClass.DUTY
    assert found.rules["INF-01"].asks == "Whoever shares makes sure that it arrived."
    assert [each.id for each in found.carried_by("asked")] == ["INF-01"]
    assert found.carried_by("seen") == ()
    assert found.counts[RuleClass.DUTY] == 1


def test_a_rule_that_no_file_classes_is_counted(tmp_path: Path) -> None:
    found = catalogue(tmp_path, rule())
    assert found is not None
    assert (found.ids, found.unclassed, found.is_complete) == (("INF-01", "INF-02"), ("INF-02",), False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"id_": "INF-011"}, '"INF-011" is no rule of “A. Sharing” in catalogue.yaml. Did you mean "INF-01"?'),
        ({"procedures": "[askd]"}, '"askd" is no procedure. Did you mean "asked"?'),
        ({"settings": "[limt]"}, '"limt" is no setting in settings.yaml. Did you mean "limit"?'),
        ({"sources": "[X]"}, '"X" is no source in sources.yaml. Choose one of: S.'),
        ({"sources": None}, 'INF-01 needs "sources": where does the rule come from?'),
        ({"rows": "[M2]"}, '"M2" is no row of catalogue.yaml. Choose one of: M1.'),
        ({"class_": "dutty"}, '"class" cannot be "dutty". Did you mean "duty"?'),
        ({"class_": "watch"}, "INF-01 is classed watch, but none of asked is one. Change the class, or name"),
        ({"procedures": None}, 'INF-01 is a duty: name the procedures that carry it under "procedures".'),
        ({"class_": "setting", "settings": None}, 'INF-01 is a setting: name it under "settings".'),
        ({"class_": "form validation"}, 'say under "form" which page, and what it checks'),
        ({"class_": "not codifiable", "procedures": None}, 'say under "reason" why, honestly'),
        (
            {"class_": "not codifiable", "reason": "It is a matter of judgement."},
            "is not codifiable, yet asked carries it",
        ),
        ({"asks": None}, 'A rule needs "asks".'),
        ({"confidence": "sure"}, '"confidence" cannot be "sure".'),
        ({"procedure": "asked"}, 'A rule has no "procedure". Did you mean "procedures"?'),
    ],
)
def test_a_fault_says_what_is_wrong_and_the_mend(tmp_path: Path, changes: dict[str, str | None], said: str) -> None:
    with pytest.raises(Fault) as caught:
        catalogue(tmp_path, rule(**changes))
    assert said in str(caught.value)
    assert str(caught.value).startswith("rules/sharing.yaml, line ")


def test_a_rule_is_classed_once_and_under_a_known_theme(tmp_path: Path) -> None:
    with pytest.raises(Fault, match='"INF-01" is classed already'):
        catalogue(tmp_path, rule(), rule())


def test_a_theme_must_be_in_the_list(tmp_path: Path) -> None:
    with pytest.raises(Fault, match=r'is no theme of catalogue\.yaml\. Did you mean "A\. Sharing"\?'):
        catalogue(tmp_path, rule(), theme="A. Shering")


def test_our_list_names_139_rules_of_the_field_and_one_of_ours_in_17_themes_each_once() -> None:
    found = load_catalogue(ROOT, whole_rulebook())
    assert found is not None
    assert (len(found.themes), len(found.ids), len(set(found.ids))) == (17, 141, 141)
    assert len(found.rows) == 38
