"""What was agreed to, in which words, and how long an edition keeps what it knows of people."""

from __future__ import annotations

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

WORDS = {  # as the forms had them
    "fr": {
        "listed": "Mon organisation peut figurer dans l’annuaire public de cette édition.",
        "email_shown": "Les personnes que je rencontrerai peuvent voir mon adresse e-mail.",
    },
    "en": {
        "listed": "My organisation may stand in the public directory of this edition.",
        "email_shown": "Those I will meet may see my e-mail address.",
    },
}
AT = sa.DateTime(timezone=True)
PARTICIPANT = sa.table(
    "participant",
    sa.column("id", sa.Uuid()),
    sa.column("language", sa.String()),
    sa.column("listed", sa.Boolean()),
    sa.column("email_shown", sa.Boolean()),
    sa.column("consent_wording", sa.Text()),
    sa.column("registered_at", AT),
)
ANSWER = sa.table(
    "answer",
    sa.column("participant_id", sa.Uuid()),
    sa.column("question_id", sa.Uuid()),
    sa.column("value", sa.JSON()),
    sa.column("answered_at", AT),
)


def upgrade() -> None:
    op.create_table(
        "privacy_terms",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kept_months", sa.Integer(), nullable=False),
        sa.Column("controller", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("recipients", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("warned_at", AT, nullable=True),
        sa.Column("warned_of", AT, nullable=True),
        sa.CheckConstraint("kept_months > 0", name=op.f("ck_privacy_terms_kept")),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["edition.id"],
            name=op.f("fk_privacy_terms_edition_id_edition"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("edition_id", name=op.f("pk_privacy_terms")),
    )
    consent = op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("given_at", AT, nullable=False),
        sa.Column("withdrawn_at", AT, nullable=True),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_consent_participant_id_participant"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_consent_participant_id"), ["participant_id"], unique=False)
    given = [*_of_forms(op.get_bind()), *_of_questions(op.get_bind())]
    if given:
        op.bulk_insert(consent, given)


def _of_forms(connection: sa.Connection) -> list[dict[str, object]]:
    agreed = sa.or_(PARTICIPANT.c.listed, PARTICIPANT.c.email_shown)
    return [
        _given(
            one.id,
            subject,
            (subject == "listed" and one.consent_wording) or WORDS.get(one.language, WORDS["en"])[subject],
            one.registered_at,
        )
        for one in connection.execute(sa.select(PARTICIPANT).where(agreed)).all()
        for subject in ("listed", "email_shown")
        if getattr(one, subject)
    ]


def _of_questions(connection: sa.Connection) -> list[dict[str, object]]:
    return [
        _given(one.participant_id, str(one.question_id), one.value["consent"], one.answered_at)
        for one in connection.execute(sa.select(ANSWER)).all()
        if "consent" in one.value
    ]


def _given(participant_id: uuid.UUID, subject: str, wording: object, at: object) -> dict[str, object]:
    return {
        "id": uuid.uuid4(),
        "participant_id": participant_id,
        "subject": subject,
        "wording": wording,
        "given_at": at,
        "withdrawn_at": None,
    }


def downgrade() -> None:
    op.drop_table("consent")
    op.drop_table("privacy_terms")
