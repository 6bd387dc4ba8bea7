"""`python -m evalbook` is the command `evalbook`."""

import sys

from evalbook.cli import main

sys.exit(main())
