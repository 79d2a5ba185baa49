"""Prints how many wrong answers to the exercises lost their points: a table exercise x kind."""

from collections import Counter

PROPERTY = "wrong answer"
"""Under this name a test of a wrong answer records its exercise and the kind of its mistake."""


def pytest_terminal_summary(terminalreporter):
    """Print the table if any wrong answer was graded, in this process or by a worker."""
    tried, caught = Counter(), Counter()
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            for name, value in report.user_properties:
                if name == PROPERTY and report.when == "call":
                    tried[tuple(value)] += 1
                    caught[tuple(value)] += outcome == "passed"
    if tried:
        terminalreporter.section("Wrong answers that lost exactly the points of their part")
        for line in lines(tried, caught):
            terminalreporter.write_line(line)


def lines(tried: Counter, caught: Counter) -> list[str]:
    """A row for each kind, a column for each exercise, and the sums of both."""
    exercises = sorted({exercise for exercise, _ in tried})
    kinds = sorted({kind for _, kind in tried})
    width = max(len(kind) for kind in [*kinds, "all"])

    def count(exercises, kinds) -> str:
        chosen = [(exercise, kind) for exercise in exercises for kind in kinds]
        total = sum(tried[pair] for pair in chosen)
        return f"{sum(caught[pair] for pair in chosen)}/{total}" if total else "-"

    def row(title, kinds) -> str:
        counts = [count([exercise], kinds) for exercise in exercises] + [count(exercises, kinds)]
        columns = zip(counts, [*exercises, "all"], strict=True)
        return f"{title:<{width}}" + "".join(f"  {c:>{max(len(n), 7)}}" for c, n in columns)

    head = f"{'':<{width}}" + "".join(f"  {name:>7}" for name in [*exercises, "all"])
    return [head, *(row(kind, [kind]) for kind in kinds), row("all", kinds)]
