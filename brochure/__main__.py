"""``python -m brochure``, and the command ``brochure``."""

from __future__ import annotations

from brochure import interruption


def main() -> None:
    """Run the command line, which Ctrl-C ends tidily from its first moment to its last."""
    interruption.listen()
    with interruption.waited_for():  # to say how it ended, the command must be there
        from brochure.cli import main as run
    try:
        run()
    finally:
        interruption.done()


if __name__ == "__main__":
    main()
