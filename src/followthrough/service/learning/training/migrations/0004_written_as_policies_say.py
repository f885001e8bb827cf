"""Who reads and who writes each row of training, as the policies say; and what was said is tied to nobody any more.

An answer held the digest of the person who gave it, and the time. Now somebody who came holds an invitation to each
question. It goes when the question is answered, and the answer says nothing of whose it was.
"""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models

import followthrough.service.core.ids
from followthrough.service.core import roles

APPLICATION, ASSESSOR = roles.name("application"), roles.name("assessor")
SYSTEM = "(select app_is_system())"
VIEWER = "(select app_viewer())"
WORKS = "cardinality((select app_seats())::text[]) > 0"
LEADS = """('board/learning-and-improvement-group' = any ((select app_seats())::text[])
    or (select app_agency()) = 'board' and exists (
        select from unnest((select app_roles())::text[]) held
        where split_part(held, '/', 2) in ('business-manager', 'chair')))"""


def _teaches(course: str) -> str:
    return f"""({LEADS} or {WORKS} and exists (select from training_course taught
        where taught.id = {course} and taught.taught_by = (select app_agency())))"""


def _of_session(session: str) -> str:
    return f"""({LEADS} or {WORKS} and exists (select from training_session held
        join training_course taught on taught.id = held.course_id
        where held.id = {session} and taught.taught_by = (select app_agency())))"""


# By table and command: which rows are meant, and as what they may be left. The programme is read by everybody.
POLICIES = {
    "training_course": {
        "select": ("true", ""),
        "insert": ("", f"{LEADS} and made_by = {VIEWER}"),
        "update": (LEADS, LEADS),
    },
    "training_audience": {"select": ("true", ""), "insert": ("", LEADS)},
    "training_session": {
        "select": ("true", ""),
        "insert": ("", _teaches("course_id")),
        "update": (_teaches("course_id"), _teaches("course_id")),
    },
    "training_register": {
        "select": (f"{SYSTEM} or {_of_session('session_id')}", ""),
        "insert": ("", f"{_of_session('session_id')} and by = {VIEWER} and taken_at is null"),
        "update": (_of_session("session_id"), _of_session("session_id")),
    },
    "training_attendance": {
        "select": (f"{SYSTEM} or {_of_session('session_id')}", ""),
        "insert": ("", _of_session("session_id")),
    },
    # The service alone keeps who is asked and what was said, and tells the pages as much as may be told.
    "training_invitation": {
        "select": (SYSTEM, ""),
        "insert": ("", SYSTEM),
        "delete": (SYSTEM, ""),
    },
    "training_answer": {"select": (SYSTEM, ""), "insert": ("", SYSTEM)},
}
RIGHTS = {
    "training_course": "select, insert, update (ended_at)",
    "training_audience": "select, insert",
    "training_session": "select, insert, update (held_event)",
    "training_register": "select, insert, update (rows, taken_at)",
    "training_attendance": "select, insert",
    "training_invitation": "select, insert, delete",
    "training_answer": "select, insert",
}
_HAD_ONE = ("training_register", "training_attendance")


def _as_before(table: str) -> str:
    rule = f"""{SYSTEM} or (select app_agency()) = 'board' or exists (
        select from training_session held join training_course course on course.id = held.course_id
        where held.id = {table}.session_id and course.taught_by = (select app_agency()))"""
    return f"""
        alter table {table} enable row level security, force row level security;
        create policy keeps_or_teaches on {table} to {APPLICATION} using ({rule}) with check ({rule});
    """


def _secured(table: str) -> migrations.RunSQL:
    made = "".join(
        f"create policy {command}s on {table} for {command} to {APPLICATION} "
        + (f"using ({using}) " if using else "")
        + (f"with check ({check})" if check else "")
        + ";"
        for command, (using, check) in POLICIES[table].items()
    )
    dropped = f"drop policy keeps_or_teaches on {table};" if table in _HAD_ONE else ""
    gone = "".join(f"drop policy {command}s on {table};" for command in POLICIES[table])
    return migrations.RunSQL(
        f"""
        {dropped} alter table {table} enable row level security, force row level security;
        {made}
        revoke all on {table} from {APPLICATION}, {ASSESSOR};
        grant {RIGHTS[table]} on {table} to {APPLICATION};
        """,
        f"""
        {gone} alter table {table} no force row level security, disable row level security;
        grant select, insert, update, delete on {table} to {APPLICATION};
        {_as_before(table) if table in _HAD_ONE else ""}
        """,
    )


_INVITED = """
alter table training_attendance no force row level security;
alter table training_answer no force row level security;
insert into training_invitation (session_id, person, stage)
    select came.session_id, came.person, asked.stage from training_attendance came
    cross join (values ('straight after'), ('three months later')) asked (stage)
    where not exists (select from training_answer said where said.session_id = came.session_id
        and said.person = came.person and said.stage = asked.stage);
"""
# Random, so that neither the id nor the order of the rows says which came first.
_HELD = """
create temporary table said on commit drop as
    select session_id, stage, use, words from training_answer order by random();
"""
_PUT_BACK = """
insert into training_answer (id, session_id, stage, use, words)
    select replace(gen_random_uuid()::text, '-', ''), session_id, stage, use, words from said;
set constraints all immediate;
set constraints all deferred;
"""


class Migration(migrations.Migration):
    dependencies = [("training", "0003_ended")]
    operations = [
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(max_length=64)),
                (
                    "stage",
                    models.CharField(
                        choices=[("straight after", "Straight after"), ("three months later", "Three months later")],
                        max_length=30,
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="training.session",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(_INVITED, migrations.RunSQL.noop),
        migrations.RunSQL(_HELD, _as_before("training_answer")),  # going back, the table is made anew and empty
        migrations.DeleteModel(name="Answer"),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=followthrough.service.core.ids.new_id,
                        editable=False,
                        max_length=32,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[("straight after", "Straight after"), ("three months later", "Three months later")],
                        max_length=30,
                    ),
                ),
                (
                    "use",
                    models.CharField(choices=[("yes", "Yes"), ("partly", "In part"), ("no", "No")], max_length=10),
                ),
                ("words", models.TextField(blank=True)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="training.session"
                    ),
                ),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.RunSQL(_PUT_BACK, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("session", "person", "stage"), name="training_invited_once"),
        ),
        *(_secured(table) for table in POLICIES),
    ]
