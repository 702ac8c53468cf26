"""What was found when the set-up was looked over: a sentence for people, and what would mend it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Verdict = Literal["good", "lacking", "bad", "unknown"]


class Finding:
    """A verdict with its sentence; `put` is a line for the domain's zone, `seen` what stands there now."""

    def __init__(
        self,
        verdict: Verdict,
        message: str,
        /,
        *,
        put: str = "",
        seen: str = "",
        values: Mapping[str, object] | None = None,
        **more: object,
    ) -> None:
        self.verdict = verdict
        self.message = message
        self.put = put
        self.seen = seen
        self.values = {**(values or {}), **more}

    def sentence(self, translate: Callable[[str], str]) -> str:
        """The sentence in another language."""
        message = translate(self.message)
        return message % self.values if self.values else message
