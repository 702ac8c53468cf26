"""Long jobs, webhooks, dead addresses, who acted, and queues that workers on other machines listen to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

DROP_QUEUE = r"""
DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT tablename AS name FROM pg_tables
        WHERE schemaname = current_schema() AND tablename LIKE 'procrastinate\_%' LOOP
        EXECUTE format('DROP TABLE %I CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = current_schema()::regnamespace AND proname LIKE 'procrastinate\_%' LOOP
        EXECUTE format('DROP FUNCTION %s CASCADE', found.name);
    END LOOP;
    FOR found IN SELECT typname AS name FROM pg_type
        WHERE typnamespace = current_schema()::regnamespace AND typname LIKE 'procrastinate\_%'
        AND typtype IN ('e', 'c') LOOP
        EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', found.name);
    END LOOP;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "dead_address",
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("how", sa.String(length=64), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("email", name=op.f("pk_dead_address")),
    )
    op.create_table(
        "mail_minute",
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("minute", name=op.f("pk_mail_minute")),
    )
    op.create_table(
        "queue_migration",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_queue_migration")),
    )
    op.create_table(
        "webhook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("former_secret", sa.Text(), nullable=True),
        sa.Column("former_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_webhook_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_edition_id"), "webhook", ["edition_id"])

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fraction", sa.Double(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_job_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_job_schedule_id_schedule"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    op.create_index("ix_job_latest", "job", ["edition_id", "kind", "asked_at"])

    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("delivery_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery.id"], name=op.f("fk_attempt_delivery_id_delivery")
        ),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_attempt_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_latest", "attempt", ["webhook_id", "at"])

    op.create_table(
        "piece",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_piece_job_id_job"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece")),
        sa.UniqueConstraint("job_id", "name", name=op.f("uq_piece_job_id_name")),
    )
    op.create_index(op.f("ix_piece_job_id"), "piece", ["job_id"])

    _planning_runs_become_jobs()
    op.drop_index(op.f("ix_planning_run_edition_id"), "planning_run")
    op.drop_table("planning_run")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.add_column(sa.Column("edition_id", sa.Uuid(), nullable=True))
        batch_op.add_column(
            sa.Column("queue", sa.String(length=64), nullable=False, server_default="default")
        )
        batch_op.create_index("ix_delivery_of_edition", ["edition_id", "event_seq"], unique=False)
        batch_op.create_index("ix_delivery_by_state", ["edition_id", "state", "queue", "event_seq"])
        batch_op.create_foreign_key(
            batch_op.f("fk_delivery_edition_id_edition"), "edition", ["edition_id"], ["id"]
        )

    with op.batch_alter_table("domain_event", schema=None) as batch_op:
        batch_op.add_column(sa.Column("actor", sa.String(length=64), nullable=False, server_default=""))
        batch_op.drop_index(batch_op.f("ix_domain_event_edition_id"))
        batch_op.add_column(sa.Column("subject_id", sa.Uuid(), nullable=True))
        batch_op.create_index("ix_domain_event_of_edition", ["edition_id", "at", "seq"])
        batch_op.create_index("ix_domain_event_of_kind", ["edition_id", "kind", "at", "seq"])
        batch_op.create_index("ix_domain_event_of_actor", ["edition_id", "actor", "at", "seq"])
        batch_op.create_index("ix_domain_event_of_subject", ["subject_id", "at", "seq"])

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("taken", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_check_constraint(
            batch_op.f("ck_edition_seats"), "taken >= 0 AND (capacity IS NULL OR taken <= capacity)"
        )

    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminders_stopped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("reminded_before_meetings", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("tick", schema=None) as batch_op:
        batch_op.add_column(sa.Column("skipped", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(op.f("ix_mail_delivery_id"), ["delivery_id"])
    op.create_index("ix_meeting_in_time", "meeting", ["schedule_id", "starts_at"])
    _one_schedule_holds()
    _deliveries_know_their_place()
    _events_know_whom_they_are_about()
    _places_are_counted()


def downgrade() -> None:
    op.create_table(
        "planning_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("fraction", sa.Double(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("schedule_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_planning_run_edition_id_edition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedule.id"],
            name=op.f("fk_planning_run_schedule_id_schedule"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planning_run")),
    )
    op.create_index(op.f("ix_planning_run_edition_id"), "planning_run", ["edition_id"])
    op.drop_index("uq_schedule_published", "schedule")
    op.drop_index("ix_meeting_in_time", "meeting")
    with op.batch_alter_table("mail") as table:
        table.drop_index(op.f("ix_mail_delivery_id"))
        table.drop_column("bounced_at")
    with op.batch_alter_table("tick") as table:
        table.drop_column("skipped")
    with op.batch_alter_table("participant") as table:
        table.drop_column("reminded_before_meetings")
        table.drop_column("reminders_stopped_at")
    with op.batch_alter_table("edition") as table:
        table.drop_constraint(op.f("ck_edition_seats"), type_="check")
        table.drop_column("taken")
        table.drop_column("capacity")
        table.drop_column("opens_at")
    with op.batch_alter_table("domain_event") as table:
        for columns in ("edition", "kind", "actor", "subject"):
            table.drop_index(f"ix_domain_event_of_{columns}")
        table.create_index(op.f("ix_domain_event_edition_id"), ["edition_id"])
        table.drop_column("subject_id")
        table.drop_column("actor")
    with op.batch_alter_table("delivery") as table:
        table.drop_constraint(op.f("fk_delivery_edition_id_edition"), type_="foreignkey")
        table.drop_index("ix_delivery_by_state")
        table.drop_index("ix_delivery_of_edition")
        table.drop_column("queue")
        table.drop_column("edition_id")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(DROP_QUEUE)
    for table_name in (
        "piece",
        "attempt",
        "job",
        "webhook",
        "queue_migration",
        "mail_minute",
        "dead_address",
    ):
        op.drop_table(table_name)


def _planning_runs_become_jobs() -> None:
    runs, jobs = _tables("planning_run", "job")
    for run in op.get_bind().execute(sa.select(runs)).mappings().all():
        kept = {column.name: run[column.name] for column in jobs.c if column.name in run}
        op.get_bind().execute(jobs.insert().values(**kept, kind="plan", options={"seconds": run["seconds"]}))


def _deliveries_know_their_place() -> None:
    deliveries, happened = _tables("delivery", "domain_event")
    whose = sa.select(happened.c.edition_id).where(happened.c.seq == deliveries.c.event_seq).scalar_subquery()
    op.execute(deliveries.update().values(edition_id=whose))
    for beginning, queue in (("mail.", "mail"), ("schedule.", "solve")):
        concerned = deliveries.c.handler.startswith(beginning)
        op.execute(deliveries.update().where(concerned).values(queue=queue))


def _events_know_whom_they_are_about() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("UPDATE domain_event SET subject_id = (payload ->> 'participant_id')::uuid")
    else:
        op.execute(
            "UPDATE domain_event SET subject_id = replace(json_extract(payload, '$.participant_id'), '-', '')"
        )


def _one_schedule_holds() -> None:
    """Of two that went out at the same moment the newer one holds."""
    schedules = _tables("schedule")[0]
    newer = schedules.alias()
    overtaken = sa.exists().where(
        newer.c.edition_id == schedules.c.edition_id,
        newer.c.state == "published",
        newer.c.revision > schedules.c.revision,
    )
    op.execute(
        schedules.update().where(schedules.c.state == "published", overtaken).values(state="superseded")
    )
    holds = sa.text("state = 'published'")
    op.create_index(
        "uq_schedule_published",
        "schedule",
        ["edition_id"],
        unique=True,
        sqlite_where=holds,
        postgresql_where=holds,
    )


def _places_are_counted() -> None:
    editions, people = _tables("edition", "participant")
    there = sa.and_(people.c.edition_id == editions.c.id, people.c.state == "approved")
    count = sa.select(sa.func.count()).select_from(people).where(there).scalar_subquery()
    op.execute(editions.update().values(taken=count))


def _tables(*names: str) -> list[sa.Table]:
    return [sa.Table(name, sa.MetaData(), autoload_with=op.get_bind()) for name in names]
