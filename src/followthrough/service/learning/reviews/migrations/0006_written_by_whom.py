"""A row of a review is read by whoever has to do with it, and written by whom the policies name: the Board’s manager and
chair keep reviews, and with them the panel writes what was found and how it went. An agency that was asked reads its own
part where it may write it, and writes its answer and its report in it, nothing else.
"""

from __future__ import annotations

from django.db import migrations

from followthrough.service.core import roles
from followthrough.service.core.managing import ANSWERABLE

APPLICATION = roles.name("application")
_ANSWERABLE = ", ".join(f"agency || '/{each}'" for each in sorted(ANSWERABLE))
_WHO = f"""
create function reviews_keeps() returns boolean language sql stable parallel safe as $$
    select array['board/business-manager', 'board/chair'] && (select app_roles())::text[]
$$;
create function reviews_writes(review text) returns boolean language sql stable parallel safe as $$
    select reviews_keeps() or exists (
        select from access_involvement seat
        where seat.practitioner_id = (select app_viewer()) and seat.relationship = 'review-panel'
          and seat.subject_kind = 'review' and seat.subject_id = review and seat.to_at is null
          and (seat.until is null or seat.until > (select app_moment()))
    )
$$;
create function reviews_answers(agency text) returns boolean language sql stable parallel safe as $$
    select agency = (select app_agency()) and array[{_ANSWERABLE}] && (select app_roles())::text[]
$$;
create function reviews_sees_to_incidents() returns boolean language sql stable parallel safe as $$
    select reviews_keeps()
        or array['social-care/director', 'social-care/service-manager'] && (select app_roles())::text[]
$$;
create function reviews_part_stays() returns trigger language plpgsql as $$
begin
    if not (app_is_system() or reviews_keeps())
        and (new.id, new.review_id, new.agency, new.title, new.children, new.asked_for)
            is distinct from (old.id, old.review_id, old.agency, old.title, old.children, old.asked_for) then
        raise exception 'An agency writes its answer and its report, and nothing else of its part.'
            using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger agency_writes_its_own before update on reviews_agencypart
    for each row execute function reviews_part_stays();
"""
_NOBODY_ASKS = """
drop trigger agency_writes_its_own on reviews_agencypart;
drop function reviews_part_stays();
drop function reviews_sees_to_incidents();
drop function reviews_answers(text);
drop function reviews_writes(text);
drop function reviews_keeps();
"""


def _granted(kind: str, column: str) -> str:
    return f"""exists (
        select from access_grant held
        where held.viewer_id = (select app_viewer()) and held.subject_kind = '{kind}' and held.subject_id = {column}
          and held.record_class = 'core' and held.of_agency = ''
          and (held.until is null or held.until > (select app_moment()))
    )"""


def _through(table: str, column: str) -> str:
    """Row-level security of the row that it hangs on holds inside the question."""
    return f"exists (select from {table} held where held.id = {column})"


def _and_writes(table: str, column: str) -> str:
    return f"exists (select from {table} held where held.id = {column} and reviews_writes(held.review_id))"


def _of_review(table: str) -> tuple[str, str, str]:
    """Who reads a row of a review, who writes it with the panel, and who keeps it."""
    reads = _through("reviews_review", f"{table}.review_id")
    return reads, f"{reads} and reviews_writes({table}.review_id)", f"{reads} and reviews_keeps()"


_MINE = "written_by = (select app_viewer())"
_OWN_PART = "(reviews_answers(agency) or agency = (select app_agency()) and author = (select app_viewer()))"
_REVIEW, _PRESS = _granted("review", "reviews_review.id"), _granted("child", "reviews_press.child_id")
_REVIEWED, _FINDING = _of_review("reviews_reviewed"), _of_review("reviews_finding")
_SEAT, _PART = _of_review("reviews_seat"), _of_review("reviews_agencypart")
_NOTE, _DEATH = _of_review("reviews_familynote"), _of_review("reviews_deathreview")
_CITES = "reviews_finding", "reviews_citation.finding_id"
_GATHERS = "reviews_reviewed", "reviews_episode.child_id"
_COMMENTS = "reviews_reviewed", "reviews_comment.child_id"
# By table: who reads a row, who adds one, who changes one, and who takes one away; nobody where nothing stands.
RULES = {
    "reviews_review": (_REVIEW, f"{_REVIEW} and reviews_keeps()", f"{_REVIEW} and reviews_keeps()", ""),
    "reviews_reviewed": (_REVIEWED[0], _REVIEWED[2], "", ""),
    "reviews_finding": (_FINDING[0], f"{_FINDING[1]} and {_MINE}", _FINDING[1], ""),
    "reviews_citation": (_through(*_CITES), _and_writes(*_CITES), "", ""),
    "reviews_press": (_PRESS, f"{_PRESS} and reviews_sees_to_incidents() and {_MINE}", "", ""),
    "reviews_seat": (_SEAT[0], _SEAT[2], _SEAT[2], ""),
    "reviews_agencypart": (f"{_PART[0]} or {_OWN_PART}", _PART[2], f"{_PART[2]} or {_OWN_PART}", ""),
    "reviews_familynote": (_NOTE[0], f"{_NOTE[1]} and {_MINE}", "", ""),
    "reviews_episode": (_through(*_GATHERS), f"{_and_writes(*_GATHERS)} and {_MINE}", "", _and_writes(*_GATHERS)),
    "reviews_comment": (
        _through(*_COMMENTS), f"{_and_writes(*_COMMENTS)} and {_MINE} and agency = (select app_agency())", "", "",
    ),
    "reviews_deathreview": (_DEATH[0], f"{_DEATH[1]} and {_MINE}", _DEATH[1], ""),
}  # fmt: skip

BEFORE = {"reviews_agencypart": f"{_PART[0]} or agency = (select app_agency())"}


def _secured(table: str, reads: str, adds: str, changes: str, takes: str) -> migrations.RunSQL:
    held = "(select app_is_system())"
    rules = {
        "viewer_reads": f"for select to {APPLICATION} using ({held} or {reads})",
        "writer_adds": f"for insert to {APPLICATION} with check ({held} or {adds})",
        "writer_changes": f"for update to {APPLICATION} using ({held} or {changes or 'false'})",
        "writer_takes": f"for delete to {APPLICATION} using ({held} or {takes or 'false'})",
    }
    made = [f"create policy {name} on {table} {rule};" for name, rule in rules.items()]
    gone = [f"drop policy {name} on {table};" for name in rules]
    before = f"{held} or {BEFORE.get(table, reads)}"  # without what is gone by then
    as_it_was = f"using ({before}) with check ({before})"
    return migrations.RunSQL(
        "\n".join([f"drop policy viewer_has_to_do on {table};", *made]),
        "\n".join([*gone, f"create policy viewer_has_to_do on {table} to {APPLICATION} {as_it_was};"]),
    )


class Migration(migrations.Migration):
    dependencies = [("reviews", "0005_workspace"), ("access", "0014_events_by_index")]
    operations = [
        migrations.RunSQL(_WHO, _NOBODY_ASKS),
        *(_secured(table, *rules) for table, rules in RULES.items()),
    ]
