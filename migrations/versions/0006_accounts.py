"""Sign-ins as rows, second factors, invitations to a team, and how often somebody may ask."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AN_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(sa.Column("second_factor_at", AN_INSTANT, nullable=True))
    with op.batch_alter_table("fair") as fair:
        fair.add_column(
            sa.Column("needs_second_factor", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("fair") as fair:
        fair.alter_column("needs_second_factor", existing_type=sa.Boolean(), server_default=None)
    _ways_in()
    _second_factors()
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fair_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("invited_at", AN_INSTANT, nullable=False),
        sa.Column("ends_at", AN_INSTANT, nullable=False),
        sa.Column("accepted_at", AN_INSTANT, nullable=True),
        sa.Column("revoked_at", AN_INSTANT, nullable=True),
        _belongs("team_invitation", "fair_id", "fair"),
        _belongs("team_invitation", "edition_id", "edition"),
        _belongs("team_invitation", "invited_by_id", "account", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
    )
    op.create_index(op.f("ix_team_invitation_fair_id"), "team_invitation", ["fair_id"])


def downgrade() -> None:
    for table in (
        "team_invitation",
        "recovery_code",
        "passkey",
        "code_app",
        "allowance",
        "address_change",
        "sign_in",
        "knock",
    ):
        op.drop_table(table)
    with op.batch_alter_table("fair") as fair:
        fair.drop_column("needs_second_factor")
    with op.batch_alter_table("account") as account:
        account.drop_column("second_factor_at")


def _ways_in() -> None:
    op.create_table(
        "knock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("at", AN_INSTANT, nullable=False),
        sa.Column("used_at", AN_INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knock")),
    )
    op.create_index(op.f("ix_knock_at"), "knock", ["at"])
    op.create_index(op.f("ix_knock_subject_id"), "knock", ["subject_id"])
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("own_device", sa.Boolean(), nullable=False),
        sa.Column("signed_in_at", AN_INSTANT, nullable=False),
        sa.Column("second_at", AN_INSTANT, nullable=True),
        sa.Column("seen_at", AN_INSTANT, nullable=False),
        sa.Column("ends_at", AN_INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("hash", name=op.f("uq_sign_in_hash")),
    )
    op.create_index("ix_sign_in_of_address", "sign_in", ["email", "signed_in_at"])
    op.create_index(op.f("ix_sign_in_ends_at"), "sign_in", ["ends_at"])
    op.create_table(
        "address_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("former", sa.Text(), nullable=False),
        sa.Column("wanted", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=64), nullable=False),
        sa.Column("asked_at", AN_INSTANT, nullable=False),
        sa.Column("changed_at", AN_INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
    )
    op.create_table(
        "allowance",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", AN_INSTANT, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_allowance")),
    )
    op.create_index(op.f("ix_allowance_since"), "allowance", ["since"])


def _second_factors() -> None:
    op.create_table(
        "code_app",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("added_at", AN_INSTANT, nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        _belongs("code_app", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_code_app")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("signatures", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("added_at", AN_INSTANT, nullable=False),
        sa.Column("used_at", AN_INSTANT, nullable=True),
        _belongs("passkey", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index(op.f("ix_passkey_account_id"), "passkey", ["account_id"])
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", AN_INSTANT, nullable=False),
        sa.Column("used_at", AN_INSTANT, nullable=True),
        _belongs("recovery_code", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
    )
    op.create_index(op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"])


def _belongs(table: str, column: str, to: str, otherwise: str = "CASCADE") -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"), ondelete=otherwise
    )
