"""The columns that could hold words and are about nobody, and those in which somebody may be named by others.

With `fairs.models.traces` this decides about each column of each table that can hold words.
"""

from __future__ import annotations

NAMED_IN_PASSING: dict[str, tuple[str, ...]] = {
    "attempt": ("error",),
    "delivery": ("error",),
    "job": ("error",),
    "merger": ("before", "gone_name"),
    "people_import": ("content",),
    "piece": ("content",),
}
"""Where a person may be named in something about something else: `fairs.domain.mentions` looks there."""

WORDS_OF_ORGANISERS: dict[str, tuple[str, ...]] = {
    "activity": ("facilitator", "minutes", "room"),
    "activity_text": ("title", "words"),
    "edition": ("address", "cancelled_because", "contact_email", "contact_name", "venue"),
    "edition_text": ("how_it_works", "programme", "summary", "title", "who_comes"),
    "fair": ("name", "network", "territory"),
    "family": ("legal_forms", "names", "prices"),
    "block": ("name",),
    "job": ("options",),  # letters to many, as the organiser wrote them
    "people_import": ("choices", "columns", "headers", "name"),
    "privacy_terms": ("contact", "controller", "measures", "recipients"),
    "question": ("choices", "hints", "labels"),
    "venue_table": ("label", "tags"),
    "webhook": ("address",),
}
"""What organisers publish or write under their own responsibility; they change it on its page."""

OF_THE_PROGRAM: dict[str, tuple[str, ...]] = {
    "activity": ("kind",),
    "activity_text": ("language",),
    "attempt": ("kind",),
    "delivery": ("dedup_key", "handler", "owner", "queue", "state"),
    "edition": ("slug", "timezone"),
    "edition_text": ("language",),
    "fair": ("accent", "kind", "language", "slug"),
    "family": ("kind", "slug"),
    "heartbeat": ("part",),
    "job": ("kind", "state", "step"),
    "people_import": ("encoding", "form", "separator"),
    "piece": ("name",),
    "question": ("depends_value", "families", "kind"),
    "queue_migration": ("name",),
    "schedule": ("bounds", "cause", "figures", "state", "status"),
    "series": ("extra", "left_out", "rule", "timezone"),
    "tick": ("job", "slot"),
    "webhook": ("former_secret", "kinds", "secret"),
}
"""Words, keys and secrets of the program itself."""

WORDS_IN_EVENTS: dict[str, tuple[str, ...]] = {
    "ExceptionRefused": ("words",),
    "MailBounced": ("said",),
    "RegistrationDeclined": ("words",),
}
"""What somebody wrote, in events that are about one person."""

PLAIN_IN_EVENTS: dict[str, tuple[str, ...]] = {
    "ActivityRemoved": ("title",),
    "AnswerChanged": ("says",),
    "EditionChanged": ("changed",),
    "EditionEnded": ("ends_at",),
    "EditionMoved": ("ended_at", "started_at", "venue"),
    "ImportAsked": ("act",),
    "JobCancelled": ("work",),
    "MeetingDrewNear": ("meeting_uid", "starts_at"),
    "MoveAnnounced": ("ended_at", "started_at"),
    "PlaceOffered": ("until",),
    "ReminderFellDue": ("reminder",),
    "ReminderSkipped": ("reminder",),
    "TeamInvited": ("role",),
    "TeamJoined": ("role",),
    "TeamRoleChanged": ("role",),
    "RetentionDrewNear": ("due_at",),
    "ZoneAnnounced": ("former_zone", "kept"),
}
"""Keys, instants and words of organisers, in events."""
