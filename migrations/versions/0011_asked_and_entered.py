"""Colleagues who are asked, substitutes, devices that a link has let in, places of an activity by family."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "activity_quota",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_activity_quota_places")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_quota_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_activity_quota_family_id_family"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("activity_id", "family_id", name=op.f("pk_activity_quota")),
    )
    with op.batch_alter_table("activity_quota", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_activity_quota_family_id"), ["family_id"], unique=False)

    op.create_table(
        "colleague_asked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("newcomer_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_colleague_asked_edition_id_edition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["newcomer_id"],
            ["participant.id"],
            name=op.f("fk_colleague_asked_newcomer_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_colleague_asked_organisation_id_organisation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_asked")),
        sa.UniqueConstraint(
            "edition_id",
            "organisation_id",
            "email",
            name=op.f("uq_colleague_asked_edition_id_organisation_id_email"),
        ),
    )
    with op.batch_alter_table("colleague_asked", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_asked_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_colleague_asked_newcomer_id"), ["newcomer_id"], unique=False)

    op.create_table(
        "entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("token_id", sa.Uuid(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("own_device", sa.Boolean(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_entry_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["token_id"], ["token.id"], name=op.f("fk_entry_token_id_token"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_participant_id"), ["participant_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_entry_token_id"), ["token_id"], unique=False)

    op.create_table(
        "substitute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_substitute_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_substitute")),
    )
    with op.batch_alter_table("substitute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_substitute_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_substitute_participant_id"), ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_table("substitute")
    op.drop_table("entry")
    op.drop_table("colleague_asked")
    op.drop_table("activity_quota")
