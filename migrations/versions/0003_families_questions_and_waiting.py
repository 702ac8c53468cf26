"""Families with places of their own, questions and answers, waiting for a place, invitations."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NAMES = {
    "ess": ("Économie sociale et solidaire", "Social and solidarity economy"),
    "classic": ("Entreprise classique", "Enterprise"),
    "public": ("Acteur public", "Public body"),
    "support": ("Réseau d’accompagnement", "Support network"),
    "funder": ("Financeur", "Funder"),
    "citizen": ("Citoyen·nes", "Citizens"),
}
EDITION = sa.table("edition", sa.column("id", sa.Uuid()))
ORGANISATION = sa.table("organisation", sa.column("id", sa.Uuid()), sa.column("family", sa.String()))
PARTICIPANT = sa.table(
    "participant",
    *(sa.column(name, sa.Uuid()) for name in ("id", "edition_id", "organisation_id", "family_id")),
    sa.column("state", sa.String()),
)
FAMILY = sa.table(
    "family",
    *(sa.column(name, sa.Uuid()) for name in ("id", "edition_id")),
    *(sa.column(name, sa.String()) for name in ("slug", "kind")),
    *(sa.column(name, sa.JSON()) for name in ("names", "prices", "legal_forms")),
    *(sa.column(name, sa.Integer()) for name in ("position", "taken")),
)


def upgrade() -> None:
    op.create_table(
        "family",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("prices", sa.JSON(), nullable=False),
        sa.Column("legal_forms", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("approves_itself", sa.Boolean(), nullable=True),
        sa.CheckConstraint("taken >= 0 AND (quota IS NULL OR taken <= quota)", name=op.f("ck_family_seats")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_family_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family")),
        sa.UniqueConstraint("edition_id", "slug", name=op.f("uq_family_edition_id_slug")),
    )
    with op.batch_alter_table("family", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_edition_id"), ["edition_id"], unique=False)

    op.create_table(
        "question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("hints", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("families", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("depends_on_id", sa.Uuid(), nullable=True),
        sa.Column("depends_value", sa.Text(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["depends_on_id"],
            ["question.id"],
            name=op.f("fk_question_depends_on_id_question"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_question_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index("ix_question_in_order", ["edition_id", "position"], unique=False)

    op.create_table(
        "family_apart",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"], ["family.id"], name=op.f("fk_family_apart_one_id_family"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["family.id"], name=op.f("fk_family_apart_other_id_family"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_family_apart")),
    )
    with op.batch_alter_table("family_apart", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_family_apart_other_id"), ["other_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("approves", sa.Boolean(), nullable=False),
        sa.Column("filled_in", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("used >= 0 AND used <= seats", name=op.f("ck_invitation_seats")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["edition.id"], name=op.f("fk_invitation_edition_id_edition"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["family_id"], ["family.id"], name=op.f("fk_invitation_family_id_family"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_edition_id"), ["edition_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_answer_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"], ["question.id"], name=op.f("fk_answer_question_id_question"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "participant_id", "question_id", name=op.f("uq_answer_participant_id_question_id")
        ),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_question_id"), ["question_id"], unique=False)

    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_upload_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
    )
    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_upload_participant_id"), ["participant_id"], unique=False)

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("offer_hours", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("invitation_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("siret", sa.Text(), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_organisation_siret"), ["siret"], unique=False)

    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.add_column(sa.Column("family_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("invitation_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("guest_of_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("waitlisted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_participant_family_id"), ["family_id"], unique=False)
        batch_op.create_index("ix_participant_waiting", ["edition_id", "state", "waitlisted_at"])
        batch_op.create_index(
            "ix_participant_offers",
            ["offered_until"],
            sqlite_where=sa.text("state = 'offered'"),
            postgresql_where=sa.text("state = 'offered'"),
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_participant_invitation_id_invitation"),
            "invitation",
            ["invitation_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_participant_guest_of_id_participant"),
            "participant",
            ["guest_of_id"],
            ["id"],
            ondelete="SET NULL",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_participant_family_id_family"),
            "family",
            ["family_id"],
            ["id"],
            ondelete="SET NULL",
        )

    give_families()


def give_families() -> None:
    """Each edition gets the six that all had so far, and its people the one of their organisation."""
    at = op.get_bind()
    for edition_id in list(at.scalars(sa.select(EDITION.c.id))):
        ids = {slug: uuid.uuid4() for slug in NAMES}
        at.execute(
            FAMILY.insert(),
            [
                {
                    "id": ids[slug],
                    "edition_id": edition_id,
                    "slug": slug,
                    "kind": slug,
                    "names": {"fr": french, "en": english},
                    "prices": {},
                    "legal_forms": [],
                    "position": position,
                    "taken": 0,
                }
                for position, (slug, (french, english)) in enumerate(NAMES.items(), start=1)
            ],
        )
        for slug, family_id in ids.items():
            theirs = sa.select(ORGANISATION.c.id).where(ORGANISATION.c.family == slug)
            of_it = (
                PARTICIPANT.c.edition_id == edition_id,
                PARTICIPANT.c.organisation_id.in_(theirs),
            )
            at.execute(PARTICIPANT.update().where(*of_it).values(family_id=family_id))
            taken = sa.select(sa.func.count()).where(
                PARTICIPANT.c.family_id == family_id, PARTICIPANT.c.state == "approved"
            )
            at.execute(FAMILY.update().where(FAMILY.c.id == family_id).values(taken=taken.scalar_subquery()))


def downgrade() -> None:
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_participant_family_id_family"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_participant_guest_of_id_participant"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_participant_invitation_id_invitation"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_participant_family_id"))
        batch_op.drop_index("ix_participant_waiting")
        batch_op.drop_index("ix_participant_offers")
        batch_op.drop_column("offered_until")
        batch_op.drop_column("waitlisted_at")
        batch_op.drop_column("guest_of_id")
        batch_op.drop_column("invitation_id")
        batch_op.drop_column("family_id")

    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_siret"))
        batch_op.drop_column("siret")

    with op.batch_alter_table("edition", schema=None) as batch_op:
        batch_op.drop_column("invitation_only")
        batch_op.drop_column("offer_hours")
        batch_op.drop_column("waits")

    with op.batch_alter_table("upload", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_upload_participant_id"))

    op.drop_table("upload")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_question_id"))

    op.drop_table("answer")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_email"))
        batch_op.drop_index(batch_op.f("ix_invitation_edition_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("family_apart", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_apart_other_id"))

    op.drop_table("family_apart")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index("ix_question_in_order")

    op.drop_table("question")
    with op.batch_alter_table("family", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_family_edition_id"))

    op.drop_table("family")
