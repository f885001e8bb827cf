"""The check finds what gives somebody away: each kind alone, several together, and in a text like a real one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followthrough.service.demo.learnt import learnt
from followthrough.service.learning.newsletter.disclosure import MUST_GO, Hit, Known, Passage, Rule, check, mended

KNOWN = Known(
    names={"Hania Wilk": "the child", "Beata Wilk": "a member of the family", "Ines Doyle": "a worker"},
    places={"Quay Street": "at home", "Hillside Primary School": "a school", "Wealdshire": "the area"},
    languages=("Tigre",),
    record=("The mother sways and cannot give the child’s date of birth to the nurse.",),
)
# The same kinds of facts as a real newsletter told of one child, in words of our own.
LIKE_IT = (
    "A 3 year old girl was left outside her home on a Bank Holiday weekend.",
    "They are a Polish family, who speak little English.",
    "Because the harm was so grave, the national news reported on the case.",
    "In August 2008 another crisis came. Up to 2012 few people saw her.",
)
LIKE_THE_SECOND = (
    "An eleven year old boy was self-harming and told a teacher of suicidal thoughts.",
    "He went to live out of county.",
)
LIKE_THE_THIRD = (
    "A young man with complex needs came in crisis in August 2008, with several small injuries.",
    "Up to 2012 few people saw him.",
    "The injuries were put down to his younger sibling.",
    "He was taught at home and did not go to the local special school.",
)


def found(*words: str, known: Known = KNOWN) -> list[Hit]:
    return list(check([Passage(f"line-{number}", each, "child-1") for number, each in enumerate(words)], known))


def single(*words: str, known: Known = KNOWN) -> list[Hit]:
    """Without the question that is asked of every child."""
    return [hit for hit in found(*words, known=known) if hit.rule is not Rule.NEWS]


def whats(hits: list[Hit], rule: Rule) -> list[str]:
    return [hit.what for hit in hits if hit.rule is rule]


class TestLikeARealOne:
    def test_every_risky_detail_is_found(self) -> None:
        hits = found(*LIKE_IT)
        assert whats(hits, Rule.AGE) == ["3 year old"]
        assert whats(hits, Rule.ORIGIN) == ["Polish family"]
        assert set(whats(hits, Rule.DATE)) == {"on a Bank Holiday weekend", "In August 2008", "Up to 2012"}
        assert whats(hits, Rule.PRESS) == [LIKE_IT[2]]
        facts = "3 year old + Polish + In August 2008 + Up to 2012 + on a Bank Holiday weekend + left outside + news"
        assert whats(hits, Rule.NEWS) == [facts]
        (rare,) = (hit for hit in hits if hit.rule is Rule.TOGETHER)
        assert "exact age, nationality or language, time, event" in rare.why

    def test_every_risky_detail_of_the_others_is_found(self) -> None:
        second, third = found(*LIKE_THE_SECOND), found(*LIKE_THE_THIRD)
        assert [(hit.rule, hit.what) for hit in second] == [
            (Rule.AGE, "eleven year old"),
            (Rule.TOGETHER, "eleven year old + self-harming + out of county"),
            (Rule.NEWS, "eleven year old + self-harming + suicidal + out of county"),
        ]
        assert [(hit.rule, hit.what) for hit in third] == [
            (Rule.DATE, "in August 2008"),
            (Rule.DATE, "Up to 2012"),
            (Rule.FAMILY, "his younger sibling"),
            (Rule.WHICH, "the local special school"),
            (Rule.TOGETHER, "in August 2008 + injuries + younger sibling + taught at home"),
            (Rule.NEWS, "in August 2008 + Up to 2012 + injuries + younger sibling + taught at home + special school"),
        ]

    @pytest.mark.parametrize(
        ("told", "milder"),
        [
            (LIKE_THE_SECOND, ["A secondary-school boy was self-harming and told a teacher of suicidal thoughts.",
                               LIKE_THE_SECOND[1]]),
            (LIKE_THE_THIRD, [
                "A young man with complex needs came in crisis some years ago, with several small injuries.",
                "For years few people saw him.",
                "The injuries were put down to another child of the family.",
                "He was taught at home and did not go to a special school.",
            ]),
        ],
    )  # fmt: skip
    def test_of_the_others_only_the_questions_are_left_with_the_milder_words(
        self, told: tuple[str, ...], milder: list[str]
    ) -> None:
        words = list(told)
        for hit in found(*words):
            if hit.milder is not None:
                place = int(hit.where.rpartition("-")[2])
                words[place] = mended(words[place], hit)
        assert words == milder
        assert {hit.rule for hit in found(*words)} == {Rule.NEWS}

    def test_the_milder_words_leave_nothing_that_narrows_it_down(self) -> None:
        words = list(LIKE_IT)
        for hit in found(*words):
            if hit.milder is not None:
                place = int(hit.where.rpartition("-")[2])
                words[place] = mended(words[place], hit)
        assert [hit.rule for hit in found(*words)] == [Rule.NEWS], "a person answers for what happened"
        assert words == [
            "A young girl was left outside her home at a time when most offices were shut.",
            "They are a family whose first language is not English, who speak little English.",
            "",
            "Some years ago another crisis came. For years few people saw her.",
        ]


@pytest.mark.parametrize(
    ("words", "rule", "what"),
    [
        ("Then Hania Wilk was seen.", Rule.NAME, "Hania Wilk"),
        ("Then Hania was seen.", Rule.NAME, "Hania"),
        ("THE HOME OF BEATA WILK’S CHILD", Rule.NAME, "BEATA WILK"),
        ("Hania’s home.", Rule.NAME, "Hania"),
        ("The Wilks' home. The Wilk home.", Rule.NAME, "Wilk"),
        ("Ines Doyle took the call.", Rule.NAME, "Ines Doyle"),
        ("Mrs Kowalska rang.", Rule.NAME, "Mrs Kowalska"),
        ("They live in Quay Street.", Rule.PLACE, "Quay Street"),
        ("A teacher of Hillside Primary School saw it.", Rule.PLACE, "Hillside Primary School"),
        ("It was at Saint Edith Academy.", Rule.PLACE, "Saint Edith Academy"),
        ("The flat is in LS1 4AP.", Rule.PLACE, "LS1 4AP"),
        ("It was on 30 March 2013.", Rule.DATE, "on 30 March 2013"),
        ("It was 30/03/2013.", Rule.DATE, "30/03/2013"),
        ("It was on the 2nd of April.", Rule.DATE, "on the 2nd of April"),
        ("It happened on Saturday night.", Rule.DATE, "on Saturday night"),
        ("At Christmas nobody came.", Rule.DATE, "At Christmas"),
        ("She rang at 21:50.", Rule.DATE, "at 21:50"),
        ("He came in 2012.", Rule.DATE, "in 2012"),
        ("A boy aged eleven.", Rule.AGE, "aged eleven"),
        ("An eleven-year-old.", Rule.AGE, "eleven-year-old"),
        ("A baby, 6 weeks old.", Rule.AGE, "6 weeks old"),
        ("They speak Urdu.", Rule.ORIGIN, "speak Urdu"),
        ("A Somali mother.", Rule.ORIGIN, "Somali mother"),
        ("She is Lithuanian.", Rule.ORIGIN, "Lithuanian"),
        ("They came from Poland.", Rule.ORIGIN, "Poland"),
        ("She was born in Warsaw, Poland.", Rule.ORIGIN, "born in Warsaw, Poland"),
        ("They speak Tigre at home.", Rule.ORIGIN, "Tigre"),
        ("A Gypsy family.", Rule.ORIGIN, "Gypsy family"),
        ("They are Travellers.", Rule.ORIGIN, "Travellers"),
        ("A Black family.", Rule.ORIGIN, "Black family"),
        ("She was three.", Rule.AGE, "was three"),
        ("He turned eleven.", Rule.AGE, "turned eleven"),
        ("She was 14 months when it began.", Rule.AGE, "was 14 months"),
        ("He was in Year 6.", Rule.AGE, "in Year 6"),
        ("A Year 9 pupil.", Rule.AGE, "Year 9"),
        ("By the age of three he could talk.", Rule.AGE, "By the age of three"),
        ("It was her third birthday.", Rule.AGE, "third birthday"),
        ("They are Muslim.", Rule.FAITH, "are Muslim"),
        ("He is a Muslim.", Rule.FAITH, "Muslim"),
        ("The parents are Jehovah’s Witnesses.", Rule.FAITH, "are Jehovah’s Witnesses"),
        ("They pray at the mosque.", Rule.FAITH, "mosque"),
        ("He has Batten disease.", Rule.ILLNESS, "Batten disease"),
        ("She has cerebral palsy.", Rule.ILLNESS, "cerebral palsy"),
        ("It was his younger sibling.", Rule.FAMILY, "his younger sibling"),
        ("They are twins.", Rule.FAMILY, "twins"),
        ("She goes to the local special school.", Rule.WHICH, "the local special school"),
        ("It was on the BBC.", Rule.PRESS, "It was on the BBC."),
        ("It was in the Daily Mirror.", Rule.PRESS, "It was in the Daily Mirror."),
        ("The papers wrote of it.", Rule.PRESS, "The papers wrote of it."),
        ("TikTok and Instagram told it.", Rule.PRESS, "TikTok and Instagram told it."),
        ("There are two children in the home.", Rule.NUMBER, "two children"),
        ("Only three families use it.", Rule.NUMBER, "Only three families"),
        ("The headlines told of it.", Rule.PRESS, "The headlines told of it."),
        (
            "We heard that the mother sways and cannot give the child's date of birth.",
            Rule.QUOTE,
            "the mother sways and cannot give the child's date of birth",
        ),
    ],
)
def test_what_gives_somebody_away_is_found(words: str, rule: Rule, what: str) -> None:
    assert what in whats(found(words), rule)


@pytest.mark.parametrize(
    "words",
    [
        "Children are least safe at weekends and on bank holidays.",
        "Read the newsletter in your team.",
        "The school was not told.",
        "The Special School was not told.",
        "Children under two years are at risk.",
        "Tier 1 to Tier 4.",
        "The mother sways and cannot give an answer.",
        "The home was three miles away, and the call was two days late.",
        "There was one of them, and she was one of many.",
        "Children under the age of two are at risk. People aged 16 and over decide.",
        "Children aged 5 to 11 go to school.",
        "In Year 2 of the plan nothing changed.",
        "The papers of the meeting came late.",
        "The Independent Chair asked the Guardian.",
        "A turkey was cooked, and the china was polished.",
        "The twin aims of the plan.",
    ],
)
def test_what_is_said_of_all_children_is_left_alone(words: str) -> None:
    assert not single(words)


@pytest.mark.parametrize(
    ("words", "better"),
    [
        ("In the later years, since 2012, nobody came.", "In the later years, nobody came."),
        ("Since 2012, in later years, nobody came.", "In later years, nobody came."),
        ("At that time and on 3 May 2011 nobody came.", "At that time nobody came."),
        ("They live in Quay Street.", "They live at home."),
        ("It was told to the Hillside Primary School.", "It was told to a school."),
        ("The flat is in LS1 4AP.", "The flat is in the area."),
        ("It happened in 2012.", "It happened some years ago."),
        ("An eleven year old boy came.", "A secondary-school boy came."),
        ("An Albanian mother came.", "A mother whose first language is not English came."),
        ("A Polish interpreter came.", "An interpreter came."),
        ("An Irish Traveller family came.", "A family came."),
        ("The family are Polish.", "The family are from another country."),
        ("She was born in Warsaw, Poland.", "She was born elsewhere."),
        ("A Polish-speaking worker came.", "A worker who speaks their language came."),
        ("A 19 year old mother came.", "An adult mother came."),
        ("A 3 year old was left.", "A young child was left."),
        ("She was three.", "She was young."),
        ("She was 7 years old.", "She was of school age."),
        ("He turned eleven.", "He grew older."),
        ("He was in Year 6.", "He was at primary school."),
        ("A Year 9 pupil came.", "A secondary school pupil came."),
        ("On her third birthday nobody came.", "On her birthday nobody came."),
        ("They are Muslim.", "They are religious."),
        ("A Muslim upbringing.", "An upbringing."),
        ("He has Batten disease.", "He has a health condition."),
        ("All was known before she was two.", "All was known early in life."),
        ("It was a younger brother or sister.", "It was another child of the family."),
        ("It was his younger sibling.", "It was another child of the family."),
        ("He did not go to the local special school.", "He did not go to a special school."),
    ],
)
def test_milder_words_read_as_a_sentence_and_double_nothing(words: str, better: str) -> None:
    for hit in found(words):
        words = mended(words, hit)
    assert words == better


CALLED = Known(
    names={
        "Ann Okafor": "the child", "Siobhán O'Brien": "a member of the family", "Jo Łuczak": "a worker",
        "Will Young": "a worker", "Tim Childs": "a worker", "Li Jones": "a worker",
        "An Nguyen": "a worker", "John Doe": "a worker", "Dr Mark van Dam": "a worker",
    },
    places={
        "St Mary's Primary School": "a school", "Little Oakham": "at home", "12 Quay Street": "at home",
        "The Park Surgery": "a surgery", "Bath": "at home",
        "Flat 3, 9 Mill Lane, Great Barton": "the home", "Flat above the bakery": "at home",
    },
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "rule", "what"),
    [
        ("ANN was seen.", Rule.NAME, "ANN"),
        ("Then ann was seen.", Rule.NAME, "ann"),
        ("Ann’s home.", Rule.NAME, "Ann"),
        ("She spoke to ‘Ann’.", Rule.NAME, "Ann"),
        ("The Okafors moved.", Rule.NAME, "Okafors"),
        ("It was at the Okafors’ home.", Rule.NAME, "Okafors"),
        ("Mother O’Brien rang.", Rule.NAME, "O’Brien"),
        ("Mother OBrien rang.", Rule.NAME, "OBrien"),
        ("Then Siobhan came.", Rule.NAME, "Siobhan"),
        ("Then Siobha\u0301n came.", Rule.NAME, "Siobha\u0301n"),
        ("Then Siobhán O’Brien came.", Rule.NAME, "Siobhán O’Brien"),
        ("Then A\u200bnn came.", Rule.NAME, "A\u200bnn"),
        ("Then Oka\u00adfor came.", Rule.NAME, "Oka\u00adfor"),
        ("Jo rang.", Rule.NAME, "Jo"),
        ("jo’s notes say so.", Rule.NAME, "jo"),
        ("Luczak rang.", Rule.NAME, "Luczak"),
        ("Then Will rang.", Rule.NAME, "Will"),
        ("Then WILL rang.", Rule.NAME, "WILL"),
        ("The Youngs moved.", Rule.NAME, "Youngs"),
        ("Then An rang.", Rule.NAME, "An"),
        ("It was the okafors.", Rule.NAME, "okafors"),
        ("The Joneses moved.", Rule.NAME, "Joneses"),
        ("Childs’ notes say so.", Rule.NAME, "Childs"),
        ("A teacher of St Mary’s rang.", Rule.PLACE, "St Mary’s"),
        ("St Mary’s rang.", Rule.PLACE, "St Mary’s"),
        ("A teacher of ST MARYS PRIMARY rang.", Rule.PLACE, "ST MARYS PRIMARY"),
        ("They moved to Oakham.", Rule.PLACE, "Oakham"),
        ("They moved to Little Oak\u200bham in spring.", Rule.PLACE, "Little Oak\u200bham"),
        ("They moved to little oakham.", Rule.PLACE, "little oakham"),
        ("They live at the Quay.", Rule.PLACE, "Quay"),
        ("They live in Bath.", Rule.PLACE, "Bath"),
        ("They live in 12 quay street.", Rule.PLACE, "12 quay street"),
        ("They live in quay street.", Rule.PLACE, "quay street"),
        ("They live near great barton.", Rule.PLACE, "great barton"),
        ("They went up mill lane.", Rule.PLACE, "mill lane"),
        ("They live in the flat above the bakery.", Rule.PLACE, "flat above the bakery"),
    ],
)
def test_a_name_that_is_written_otherwise_is_found_as_it_stands(words: str, rule: Rule, what: str) -> None:
    assert what in whats(found(words, known=CALLED), rule)


@pytest.mark.parametrize(
    "words",
    [
        "Somebody will ring, and young children are seen on their own.",
        "An agency rings. Staff do so as well. Does nobody ring?",
        "Who does it? A van came, and each mark was measured.",
        "The School was told. It was in the Park, a little far from the primary school.",
        "Twelve of the 12 rooms of the flat are on a street by the quay, with a bath.",
        "At all times the child’s home tells no lies.",
        "Willing staff annually look at the manners of all.",
        "Above them nobody had the whole in view. Opposite views were held.",
    ],
)
def test_a_word_that_is_a_name_as_well_stops_nobody(words: str) -> None:
    assert not [hit.what for hit in found(words, known=CALLED) if hit.rule in MUST_GO]


@pytest.mark.parametrize(
    ("words", "better"),
    [
        ("Willing staff saw it when Will rang.", "Willing staff saw it when a worker rang."),
        ("Annabel rang. Then Ann rang.", "Annabel rang. Then the child rang."),
        ("Teachers at St Mary’s rang.", "Teachers at a school rang."),
        ("A teacher of the St Mary’s School rang.", "A teacher of a school rang."),
    ],
)
def test_milder_words_go_in_for_whole_words_alone(words: str, better: str) -> None:
    while hits := [hit for hit in found(words, known=CALLED) if hit.rule in MUST_GO]:
        words = mended(words, hits[0])
    assert words == better


def test_milder_words_are_put_in_as_they_are() -> None:
    hit = Hit(Rule.NAME, "title", "Ann", "", r"the \1 child")
    assert mended("Then Ann rang.", hit) == r"Then the \1 child rang."


def test_words_of_the_record_are_found_in_a_long_one() -> None:
    record = tuple(f"Entry {number}: she was seen at home and was well on that day." for number in range(5000))
    known = Known(record=(*record, "He says that the dog barked at the door all night long."))
    (hit,) = single("We read that the dog barked at the door all night. All was well.", known=known)
    assert (hit.rule, hit.what) == (Rule.QUOTE, "that the dog barked at the door all night")


def test_what_is_rare_alone_is_no_combination() -> None:
    assert not whats(found("The child was placed out of county and has a twin."), Rule.TOGETHER)
    assert whats(found("A boy aged nine has a twin."), Rule.TOGETHER) == ["aged nine + twin"]


class TestTheNews:
    """A person looks for a report of each child, with each fact that could lead to one."""

    @pytest.mark.parametrize(
        "event",
        [
            "She was found dead.", "A body was found.", "He was shaken.", "She was beaten.", "The boy was starved.",
            "She was raped.", "His arm was scalded.", "She spoke of suicidal thoughts.", "He was self-harming.",
            "He self harmed.", "He hanged himself.", "She took an overdose.", "He had bruises and a fracture.",
            "She was left at home, and the police found her alone: she was home alone.", "He drowned.",
            "The father was arrested and convicted.", "The baby was abandoned.", "She was groomed and trafficked.",
        ],
    )  # fmt: skip
    def test_an_event_is_named(self, event: str) -> None:
        (hit,) = (hit for hit in found(event) if hit.rule is Rule.NEWS)
        assert hit.what and "No event" not in hit.why, hit

    def test_each_fact_is_named_once_and_no_part_of_another(self) -> None:
        told = "Twins of 4 May 2011 drowned in 2012. They drowned at home."
        assert whats(found(told), Rule.NEWS) == ["of 4 May 2011 + in 2012 + drowned + Twins"]

    def test_where_no_event_is_known_it_says_what_it_looked_for_and_rests_on_all_words(self) -> None:
        (hit,) = (hit for hit in found("A thing happened.") if hit.rule is Rule.NEWS)
        assert hit.what == "" and "a death, harm by somebody" in hit.why
        (same,) = (hit for hit in found("A thing happened.") if hit.rule is Rule.NEWS)
        (other,) = (hit for hit in found("Another thing happened.") if hit.rule is Rule.NEWS)
        assert hit.key == same.key != other.key, "other words are asked about again"


def test_facts_of_two_children_are_not_put_together() -> None:
    apart = [Passage("a", "A boy aged nine.", "child-1"), Passage("b", "She is Polish.", "child-2")]
    assert not whats(list(check(apart, KNOWN)), Rule.TOGETHER)


PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of a rule
WORDS = st.lists(st.sampled_from(["the", "child", "was", "seen", "by", "nobody", "and", "help", "came"]), max_size=12)
RISKY = st.sampled_from(
    ["Hania", "Beata Wilk", "Quay Street", "on 3 May 2011", "in June 2010", "aged seven", "Somali", "on Sunday",
     "Poland", "third birthday", "Batten disease", "mosque", "Year 6", "Tigre", "born in Warsaw"]
)  # fmt: skip
NOUNS = st.sampled_from(["boy", "family", "worker", "mother", "aunt", "interpreter", "upbringing", "pupil"])
KINDS = st.sampled_from(
    ["eleven year old", "3 year old", "19 year old", "eight-month-old", "Albanian", "Polish", "Irish Traveller",
     "Muslim", "Orthodox", "Year 9", "Urdu-speaking"]
)  # fmt: skip


@PATIENT
@given(before=WORDS, risky=RISKY, after=WORDS)
def test_it_is_found_wherever_it_stands(before: list[str], risky: str, after: list[str]) -> None:
    hits = found(" ".join([*before, risky, *after]))
    assert any(risky in hit.what for hit in hits)


@PATIENT
@given(before=WORDS, risky=RISKY, after=WORDS)
def test_what_was_made_milder_is_not_found_again(before: list[str], risky: str, after: list[str]) -> None:
    words = " ".join([*before, risky, *after])
    for hit in found(words):
        words = mended(words, hit)
    assert not [hit for hit in found(words) if hit.rule is not Rule.NEWS]


@PATIENT
@given(article=st.sampled_from(["a", "an", "A", "An"]), kind=KINDS, noun=NOUNS)
def test_a_milder_wording_keeps_the_article_right(article: str, kind: str, noun: str) -> None:
    words = f"Then {article} {kind} {noun} came."
    hits = [hit for hit in found(words) if hit.milder is not None]
    assert hits, words
    for hit in hits:
        words = mended(words, hit)
    first = words.split()
    vowel = first[2][0].lower() in "aeiou"
    assert first[1].lower() == ("an" if vowel else "a"), words


@PATIENT
@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_is_answered_the_same_each_time_and_word_for_word(texts: list[str]) -> None:
    hits = found(*texts)
    assert hits == found(*texts)
    assert len({hit.key for hit in hits}) == len(hits)
    single = [hit for hit in hits if hit.rule not in (Rule.TOGETHER, Rule.NEWS)]
    assert all(hit.what in texts[int(hit.where.rpartition("-")[2])] for hit in single)


@PATIENT
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4), st.text(max_size=40))
def test_more_text_takes_no_finding_away(texts: list[str], more: str) -> None:
    single = {hit.key for hit in found(*texts) if hit.rule not in (Rule.TOGETHER, Rule.NEWS)}
    assert single <= {hit.key for hit in found(*texts, more)}


@PATIENT
@given(st.lists(st.tuples(st.sampled_from(["child-1", "child-2", "child-3"]), st.text(max_size=60)), max_size=6))
def test_of_every_child_that_is_told_of_the_news_is_asked_once(told: list[tuple[str, str]]) -> None:
    passages = [Passage(f"line-{number}", words, child) for number, (child, words) in enumerate(told)]
    asked = [hit.where for hit in check(passages, KNOWN) if hit.rule is Rule.NEWS]
    assert sorted(asked) == sorted({child for child, _ in told})


def test_the_examples_own_words_need_the_check_and_what_is_released_has_heard_it() -> None:
    for told in learnt():
        before = found(*(said.words for said in (*told.facts, *told.findings)), known=Known())
        after = found(*(said.released for said in (*told.facts, *told.findings)), known=Known())
        assert {hit.rule for hit in before} - {Rule.NEWS}, told.child
        assert {hit.rule for hit in after} <= {Rule.NEWS}, [hit.what for hit in after]
