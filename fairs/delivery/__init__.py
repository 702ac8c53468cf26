"""Who reacts to what, and how: handlers, and the mails they write. `fairs.jobs` carries them out."""
