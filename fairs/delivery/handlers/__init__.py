"""The reactions to events, a module a subject."""
