"""Grade notebooks that never end, until this process does; see test_workers.py."""

import faulthandler
import signal
import sys
from dataclasses import replace
from pathlib import Path

from doubling import NAME, ORDINARY, make_course, submission

from cnncourse.grading.workers.bundle import make_bundle
from cnncourse.grading.workers.pool import grading_workers


def main() -> None:
    folder, started = Path(sys.argv[1]), Path(sys.argv[2])
    unfinished = started.with_suffix(".unfinished")
    endless = (
        "import os\nfrom pathlib import Path\n"
        f"Path({str(unfinished)!r}).write_text(str(os.getpid()))\n"
        f"os.replace({str(unfinished)!r}, {str(started)!r})\nwhile 1:\n    pass"
    )  # without "while True", which has few seconds in this course
    bundle = make_bundle(make_course(folder / "course"), NAME)
    with grading_workers(bundle, replace(ORDINARY, jobs=1)) as grade_all:
        list(grade_all([submission("endless", bundle.student_version, endless)]))


if __name__ == "__main__":
    faulthandler.register(signal.SIGUSR1)  # a test that waits in vain asks where it is
    # What a shell starts in the background ignores Ctrl-C, and so does all that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        sys.exit(130)
