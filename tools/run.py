"""Keeps the line open until Ctrl-C:  make run"""

from __future__ import annotations

import sys

from tools.line.addresses import LineError
from tools.line.line import Line
from tools.line.signals import interruptible


def main() -> int:
    interruptible()
    try:
        with Line(screen=True) as line:
            print(f"\nThe line is open. Call it in a browser:  {line.addresses.page}")
            print("Ctrl-C ends it.\n", flush=True)
            return line.wait()
    except LineError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The line is closed.")
        return 0


if __name__ == "__main__":
    sys.exit(main())
