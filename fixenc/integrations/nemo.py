"""A modifier for NeMo Curator, to stand where ``UnicodeReformatter`` stood::

pipeline.add_stage(Modify(FixencModifier(), input_fields="text"))
"""

from __future__ import annotations

from typing import Any

from fixenc.engine.text_only import restorer
from fixenc.integrations.ftfy import Preset, Settings, policy


class FixencModifier:
    """Repairs the encoding of each document.

    The settings are those of :func:`fixenc.fix_text`; the preset "web" is what
    ``UnicodeReformatter`` asks for by default.  ``Modify`` takes it as a function, so
    that NeMo Curator need not be there to import this.

    >>> FixencModifier()("It wasn\\xe2t me")
    'It wasn’t me'
    """

    def __init__(
        self,
        config: Settings | Preset | None = "web",
        *,
        unsafe_fixes: bool = False,
        **keywords: Any,
    ) -> None:
        self.policy = policy(config, unsafe_fixes=unsafe_fixes, **keywords)
        self.name = self.__name__ = type(self).__name__

    def modify_document(self, text: str) -> str:
        """The repaired text of a document."""
        return restorer(self.policy)(text)

    __call__ = modify_document
