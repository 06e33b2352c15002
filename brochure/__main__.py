"""``python -m brochure``."""

from brochure.cli import main

main()
