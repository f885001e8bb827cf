"""What was done on paper at night is entered in the morning: at its true time, and plainly as written down later."""

from __future__ import annotations

import re
from datetime import UTC

from django.test import Client

from followthrough.service.chronology.forms import PREFIX
from followthrough.service.ledger.assessor import as_assessor
from followthrough.service.ledger.models import Event
from integration.chronology.writing import parts_of, plain, text_of, write
from integration.sharing.world import World, local


def test_a_late_entry_stands_at_its_true_time_and_says_when_it_was_written_down(world: World) -> None:
    world.send()
    world.at.at = local(2013, 3, 29, 7, 0).astimezone(UTC)
    write(world, "child.seen", local(2013, 3, 29, 6, 30), data={"words": "Asleep in the morning."})
    world.at.at = local(2013, 3, 29, 9, 40).astimezone(UTC)  # the service is back
    client = Client()
    client.force_login(world.people["nurse"])
    form = client.post(f"/children/{world.child.pk}/record/", {"kind": "child.seen"}).headers["Location"]
    given = parts_of((2013, 3, 29), "02:10") | {f"{PREFIX}words": "Awake and in pain at night."}
    given |= {f"{PREFIX}how": "by watching the child", f"{PREFIX}interpreter": "none was needed"}
    assert "It stands in the chronology now" in plain(client.post(form, given, follow=True).content.decode())

    with as_assessor():
        late = Event.objects.get(data__words="Awake and in pain at night.")
    assert late.occurred_from == local(2013, 3, 29, 2, 10)
    assert late.recorded_at >= local(2013, 3, 29, 9, 40)
    page = plain(text_of(client, f"/children/{world.child.pk}/"))
    stands = r"Friday 29 March 2013 02:10 .{0,300}Awake and in pain at night\. "
    stands += r"Who interpreted what the child said: none was needed Recorded Nurse, 29 Mar 2013, 09:40"
    assert re.search(stands + r".{0,100}Friday 29 March 2013 06:30 .{0,200}Asleep in the morning\.", page)
