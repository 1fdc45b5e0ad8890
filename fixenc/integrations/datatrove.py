"""A step for datatrove, to stand where ``FTFYFormatter`` stood::

pipeline = [JsonlReader("crawl/"), FixencFormatter(), JsonlWriter("repaired/")]
"""

from __future__ import annotations

from typing import Any

from datatrove.pipeline.formatters.base import BaseFormatter

from fixenc.engine.text_only import restorer
from fixenc.integrations.ftfy import Preset, Settings, policy


class FixencFormatter(BaseFormatter):
    """Repairs the encoding of each document.

    The settings are those of :func:`fixenc.fix_text`; the preset "web" is what
    ``FTFYFormatter`` asks for by default.  How many documents were changed stands in
    the statistics as "repaired".
    """

    name = "\N{ADHESIVE BANDAGE} fixenc"

    def __init__(
        self,
        config: Settings | Preset | None = "web",
        *,
        unsafe_fixes: bool = False,
        **keywords: Any,
    ) -> None:
        super().__init__()
        self.policy = policy(config, unsafe_fixes=unsafe_fixes, **keywords)

    def format(self, text: str) -> str:
        """The repaired text of a document."""
        repaired = restorer(self.policy)(text)
        if repaired is not text:
            self.stat_update("repaired")
        return repaired
