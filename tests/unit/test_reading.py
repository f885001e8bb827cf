"""Is the measure of reading honest? Against words divided by hand, and sentences worked out by hand."""

from __future__ import annotations

import re

import pytest
from tests.support.reading import grade, syllables

# Each dot divides a word where it divides when it is spoken.
DIVIDED_BY_HAND = """
child told made makes shared stayed seen plan judge league hours health used eyes rule don’t
a·greed ta·ble ta·bles pla·ces wan·ted han·dled place·ment see·ing safe·ly safe·ty peo·ple cli·ent go·ing
guard·i·an’s house·hold cen·tre au·tis·m did·n’t ac·tu·al so·cial na·tion lan·guage re·view pa·tient ser·vi·ces
frame·work qui·et as·sess·ment set·tle·ment tel·e·phone fam·i·ly so·ci·e·ty ar·range·ment em·ploy·er
pe·ri·od who·ev·er ear·li·er vid·e·o safe·guar·ding hos·pi·tal man·age·ment su·i·cide ne·glec·ted au·di·ence
va·ri·ous o·be·di·ent ed·u·ca·tion ma·te·ri·al ap·pro·pri·ate pro·tec·tive a·gen·cies a·gen·cies’ su·per·vi·sion
ex·pe·ri·ence sit·u·a·tion au·thor·i·ty com·mu·ni·ty im·me·di·ate·ly di·vi·ded re·ferred re·fer·ral con·tin·ued
ac·cep·ted de·cid·ed clo·ses child’s names breach·es rea·ches is·sues wee·kend day·time out·come un·der
hol·i·day Wednes·day Sat·ur·day Jan·u·ar·y Au·gust due o·ver·due chro·nol·o·gy mul·ti-a·gen·cy self-harm
"""


@pytest.mark.parametrize("divided", DIVIDED_BY_HAND.split())
def test_a_word_has_as_many_syllables_as_it_is_spoken_with(divided: str) -> None:
    assert syllables(divided.replace("·", "")) == len(re.split("[·-]", divided))


@pytest.mark.parametrize("numeral", ["3", "17:30", "2013", "45th", "09:00"])
def test_a_numeral_is_read_at_a_glance(numeral: str) -> None:
    assert syllables(numeral) == 1


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    """Six words and eight syllables in one sentence; then nine words and thirteen syllables in three."""
    assert grade("The worker sees the child today.") == pytest.approx(0.39 * 6 + 11.8 * 8 / 6 - 15.59)
    assert grade("Tell the manager. Hold the meeting at once: today.") == pytest.approx(
        0.39 * 9 / 3 + 11.8 * 13 / 9 - 15.59
    )


def test_a_full_stop_inside_a_word_ends_no_sentence() -> None:
    assert grade("It is due at 17.00 today") == grade("It is due at 17:00 today")


def test_longer_sentences_and_longer_words_are_harder() -> None:
    assert (
        grade("Go now. Stay here.") < grade("Go now and stay here.") < grade("Immediately investigate the situation.")
    )


def test_a_term_of_the_field_counts_as_an_easy_word_in_any_form() -> None:
    plain = grade("Hold a term today.")
    assert grade("Hold a strategy discussion today.", ["strategy discussion"]) == plain
    assert grade("Hold a Strategy  discussion’s today.", ["strategy discussion"]) == plain
    assert grade("Hold a strategy discussion today.", ["discussion of strategy"]) > plain


def test_no_words_have_no_grade() -> None:
    assert grade("… 。") == 0
