"""Any fact that a procedure waits for can be written down by hand, and closes what it should."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils.datastructures import MultiValueDict

from followthrough.procedures.model.event import Event, Subject
from followthrough.procedures.model.procedure import Obliging
from followthrough.procedures.model.vocabulary import EventKind, FieldType
from followthrough.service.access import actions as access
from followthrough.service.access.models import KeptWords
from followthrough.service.chronology.fields import Around
from followthrough.service.chronology.forms import PREFIX, EntryForm
from followthrough.service.chronology.recordable import PEOPLE, is_recordable, kinds_for
from followthrough.service.core import clock
from followthrough.service.ledger import recording, rulebook
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event as Row
from integration.agencies import making
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.sharing.world import FRONT_DOOR, OUT_OF_HOURS, RESPONSE, World, duties, local

SignIn = Callable[[str], Client]
TODAY = parts_of((2013, 3, 28), "17:20")
DREW = {f"{PREFIX}words": "He drew a boat.", f"{PREFIX}interpreter": "none was needed"}


def open_form(client: Client, path: str, given: dict[str, str] | None = None) -> str:
    """The address of the form that the first page leads to."""
    answer = client.post(path, given) if given else client.get(path)
    assert answer.status_code == 302, answer.content.decode()[:300]
    found: str = answer.headers["Location"]
    return found


def judged(world: World) -> str:
    event = write(world, "harm.judged", local(2013, 3, 28, 17, 0))
    world.send(FRONT_DOOR, items=(event,))
    return event


def test_a_kind_with_a_page_of_its_own_leads_there(world: World, signed_in: SignIn) -> None:
    judged(world)
    (duty,) = duties("strategy-discussion")
    client, child = signed_in("day"), f"/children/{world.child.pk}/"
    record = re.search(r'href="([^"]*/record/\?for=\w+)"', text_of(client, f"/duties/{duty.pk}/"))
    assert record and open_form(client, record[1]) == f"{child}strategy/"
    assert open_form(client, f"{child}record/", {"kind": "harm.judged"}) == f"{child}judgement/"


def test_what_follows_from_the_duty_is_filled_in_and_not_asked(world: World, signed_in: SignIn) -> None:
    """One of two agencies accepts its part: the duty of the other stays."""
    world.send(FRONT_DOOR)
    meeting = write(
        world, "core-group.met", local(2013, 3, 28, 17, 10), by="day", data={"absent": ("hospital", "police")}
    )
    both = duties("absent-agency-accepts")
    assert {each.each for each in both} == {"hospital", "police"}
    duty = next(each for each in both if each.each == "hospital")
    client = signed_in("day")
    form = open_form(client, f"/children/{world.child.pk}/record/?for={duty.pk}")
    page = text_of(client, form)
    assert "Agency that accepts" not in page and meeting not in page
    client.post(form, TODAY)
    assert {each.each for each in duties("absent-agency-accepts")} == {"police"}


def test_which_earlier_one_is_meant_has_to_be_said(world: World, signed_in: SignIn) -> None:
    """Left unsaid, it would be tied to nothing, and the duty would stay for ever."""
    world.send(RESPONSE)
    write(world, "police.protection", local(2013, 3, 28, 17, 0), by="constable", data={"protection": "pp"})
    constable, path = signed_in("constable"), f"/children/{world.child.pk}/record/"
    form = open_form(constable, path, {"kind": "police.protection-explained"})
    told = TODAY | {f"{PREFIX}to": "the child is too young"}
    unsaid = constable.post(form, told)
    assert "Select protection" in unsaid.content.decode() and duties("protection-explained-to-child")
    assert constable.post(form, told | {f"{PREFIX}protection": "pp"}).status_code == 302
    assert not duties("protection-explained-to-child")
    # What begins something is new, unless somebody says otherwise.
    again = text_of(constable, open_form(constable, path, {"kind": "police.protection"}))
    assert re.search(r'value="new"[^>]*checked', again)


def ended(client: Client) -> None:
    """Left alone for an hour."""
    session = client.session
    session["seen_at"] = session["began_at"] = (clock.real_now() - timedelta(hours=1)).timestamp()
    session.save()


def sign_in_again(client: Client) -> str:
    """Where it leads."""
    answer = client.post("/sign-in/", {"username": "nurse", "password": making.PASSWORD})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_what_was_sent_after_the_session_ended_is_recorded_from_the_kept_words(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    form = open_form(client, f"/children/{world.child.pk}/record/", {"kind": "child.seen"})
    given = TODAY | {f"{PREFIX}alone": "yes", **DREW}
    ended(client)
    client.post(form, given)
    assert not client.session.get("_auth_user_id")
    kept = sign_in_again(client)
    page = text_of(client, kept)
    assert "He drew a boat." in page
    again = {**dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page))}
    assert f'action="{form}"' in page and again[f"{PREFIX}words"] == "He drew a boat."
    assert client.post(form, again).status_code == 302
    with as_assessor():
        assert Row.objects.filter(kind="child.seen").count() == 1
    # It is sent: neither the words nor the form come back, and it cannot be sent twice.
    assert not KeptWords.objects.exists()
    assert client.post(form, again).headers["Location"] == f"/children/{world.child.pk}/record/"
    with as_assessor():
        assert Row.objects.filter(kind="child.seen").count() == 1


def test_what_was_typed_and_not_sent_comes_back_on_its_form_to_its_writer_alone(
    world: World, signed_in: SignIn
) -> None:
    client = signed_in("nurse")
    form = open_form(client, f"/children/{world.child.pk}/record/", {"kind": "child.seen"})
    typed = f"/typed/?of={form}"
    client.post(typed, {f"{PREFIX}words": "He drew a boat."})
    ended(client)
    assert client.get(form).status_code == 302
    other = signed_in("sister")
    assert other.get(form).headers["Location"] == f"/children/{world.child.pk}/record/"
    assert other.get(typed).json() == {}
    sign_in_again(client)
    assert "The child was seen" in text_of(client, form)
    assert client.get(typed).json()["fields"] == [[f"{PREFIX}words", "He drew a boat."]]
    # Typed on, and away again: the form is still there.
    client.post(typed, {f"{PREFIX}words": "He drew a boat and a house."})
    ended(client)
    client.get(form)
    sign_in_again(client)
    assert "The child was seen" in text_of(client, form)


def test_a_person_chooses_what_to_record(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    start = f"/children/{world.child.pk}/record/"
    assert "The child was seen" in text_of(client, start)
    form = open_form(client, start, {"kind": "child.seen"})
    assert "seen" not in form
    given = parts_of((2013, 3, 28)) | {
        f"{PREFIX}by": "Nurse",
        f"{PREFIX}alone": "yes",
        **DREW,
    }
    answer = client.post(form, given, follow=True)
    page = plain(answer.content.decode())
    assert "Recorded. It stands in the chronology now." in page and "He drew a boat." in page
    with as_assessor():
        seen = Row.objects.get(kind="child.seen")
    assert seen.data["by"] == world.people["nurse"].pk
    assert (seen.occurred_from, seen.occurred_to) == (local(2013, 3, 28), world.at.at)
    again = client.get(form, follow=True)
    assert "Begin again." in plain(again.content.decode())


def test_mistakes_are_said_and_nothing_is_recorded(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    form = open_form(client, f"/children/{world.child.pk}/record/", {"kind": "away-from-home.arranged"})
    given = parts_of((2013, 3, 29), "10:00") | {f"{PREFIX}return_on_day": "31", f"{PREFIX}return_on_month": "2"}
    answer = client.post(form, given)
    page = plain(answer.content.decode())
    assert "The day and time must not be in the future" in page
    assert "When the child is to return home must include a year" in page
    assert "Nothing has been recorded yet." in page
    with as_assessor():
        assert not Row.objects.filter(kind="away-from-home.arranged").exists()


def test_a_kind_that_is_none_of_those_offered_is_refused(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    for kind in ("share.sent", "duty.excused", "child.born", "no.such"):
        answer = client.post(f"/children/{world.child.pk}/record/", {"kind": kind})
        assert "Choose one of these. Nothing has been recorded yet." in plain(answer.content.decode())


def test_a_key_in_use_is_offered_and_a_new_one_gets_a_number(world: World, signed_in: SignIn) -> None:
    client = signed_in("nurse")
    start = f"/children/{world.child.pk}/record/"
    client.post(open_form(client, start, {"kind": "placement.started"}), TODAY | {f"{PREFIX}out_of_area": "no"})
    with as_assessor():
        began = Row.objects.get(kind="placement.started").data["placement"]
    assert re.fullmatch(r"FT-\w{4}-\w{4}", began)
    form = open_form(client, start, {"kind": "placement.ended"})
    assert f'value="{began}"' in text_of(client, form)
    client.post(form, TODAY | {f"{PREFIX}placement": began})
    with as_assessor():
        assert Row.objects.get(kind="placement.ended").data == {"placement": began}


def test_a_duty_of_an_agency_is_closed_by_the_agency(world: World, signed_in: SignIn) -> None:
    agency = Subject("agency", "hospital")
    access.involve(agency="social-care", subject=agency, reason="covers for it", by=making.SETUP)
    gap = {"gap": "saturday", "covering_agency": "social-care", "starts_at": local(2013, 3, 30, 20, 0)}
    write(world, "rota.gap-found", local(2013, 3, 28, 9, 0), by="day", subject=agency, data=gap)
    open_now = duties("rota-gap-filled")
    assert open_now, "the rulebook asks that the gap is filled"
    client = signed_in("day")
    assert "/rotas/" in text_of(client, f"/duties/{open_now[0].pk}/"), "a page of its own; the plain one takes it too"
    form = open_form(client, f"/children/for-an-agency/record/?for={open_now[0].pk}")
    answer = client.post(form, TODAY | {f"{PREFIX}level": "The duty manager decides."}, follow=True)
    assert "That closes this duty" in plain(answer.content.decode())


def test_what_ones_open_duties_wait_for_comes_first_and_then_whether_the_child_was_seen(
    world: World, signed_in: SignIn
) -> None:
    page = plain(text_of(signed_in("nurse"), f"/children/{world.child.pk}/record/"))
    assert "What your open duties wait for" not in page
    assert page.index("Contact and sight") < page.index("Complex needs")
    judged(world)
    world.send(OUT_OF_HOURS)
    page = plain(text_of(signed_in("duty"), f"/children/{world.child.pk}/record/"))
    first = page[page.index("What your open duties wait for") : page.index("Contact and sight")]
    assert "A strategy discussion was held" in first
    assert page.count("A strategy discussion was held") == 1


def test_every_kind_that_a_procedure_waits_for_can_be_recorded_here_or_has_a_page(world: World) -> None:
    rules = rulebook.current()
    waited = {
        kind
        for procedure in rules.procedures
        if isinstance(procedure, Obliging)
        for closing in procedure.closed_by
        for kind in closing.match.kinds
    }
    left = {kind for kind in waited if not is_recordable(rules.vocabulary.kinds[kind])}
    assert left and left - recording.kinds(rules.vocabulary) == set()


def test_every_kind_makes_a_form_whose_answers_the_vocabulary_takes(world: World) -> None:
    agencies = {"police": "Police", "hospital": "Hospital"}
    around = Around(agencies, {"police/response": "Response"}, {"ada": "Ada"}, "p1", "Anna Holt")
    vocabulary = rulebook.current().vocabulary
    kinds = kinds_for(vocabulary, (*PEOPLE, "agency"))
    assert len(kinds) > 50
    for kind in kinds:
        form = EntryForm(MultiValueDict(answers(kind)), kind=kind, around=around)
        assert form.is_valid(), (kind.id, form.errors)
        assert str(form)
        when = form.occurred[0].astimezone(local(2013, 1, 1).tzinfo)
        assert (when.year, when.month, when.day) == (2013, 3, 28)
        at = world.at.at.astimezone(tz=world.at.at.tzinfo)
        data: dict[str, Any] = form.data_of_event
        assert kind.problems(_event(kind, data, at)) == [], kind.id


def answers(kind: EventKind) -> dict[str, list[str]]:
    """Something for every field, as a browser would send it."""
    given = {name: [value] for name, value in TODAY.items() if isinstance(value, str)}
    for name, field in kind.fields.items():
        key = f"{PREFIX}{name}"
        match field.type:
            case FieldType.CHOICE:
                given[key] = [field.choices[0]]
            case FieldType.BOOLEAN:
                given[key] = ["yes"]
            case FieldType.NUMBER:
                given[key] = ["12"]
            case FieldType.DATE | FieldType.INSTANT:
                given |= {f"{key}_day": ["1"], f"{key}_month": ["3"], f"{key}_year": ["2013"], f"{key}_time": ["9am"]}
            case FieldType.AGENCY:
                given[key] = ["police"]
            case FieldType.TEAM:
                given[key] = ["police/response"]
            case FieldType.KEYS:
                given[key] = ["ada"] if "child" in name else ["police", "hospital"]
            case _:
                given[key] = ["something"]
    return given


def _event(kind: EventKind, data: dict[str, Any], at: Any) -> Event:
    from datetime import UTC

    instant = at.astimezone(UTC)
    return Event("e", kind.id, Subject("child", "ada"), "police", instant, instant, instant, data=data)
