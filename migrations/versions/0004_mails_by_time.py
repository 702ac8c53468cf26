"""Mails can be counted by when they left without reading all of them."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_mail_sent_at"), "mail", ["sent_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_mail_sent_at"), "mail")
