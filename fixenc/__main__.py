"""``python -m fixenc`` is the command ``fixenc``."""

import sys

from fixenc.cli import main

sys.exit(main())
