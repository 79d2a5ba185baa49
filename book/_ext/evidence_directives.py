"""Sphinx extension: verdict, table and figure of a stored measurement, drawn from its file.

    ```{evidence-verdict} optimizers_compared
    ```

writes the claim's sentence, whether it holds, and the paired difference that decides. A path after
a colon, `optimizers_compared:pytorch.steps.adam-momentum`, takes another difference, with
`:claimed: lower` or `higher` for what is claimed of its first arm.

    ```{evidence-table} optimizers_compared
    :metrics: steps, test_loss
    :difference-to: sgd
    ```

is a table of arms and metrics, and

    ```{evidence-plot} optimizers_compared
    :metric: test_loss
    :difference-to: sgd
    Text under the figure.
    ```

a figure with a dot for each mean and a line for its 95 % interval; with `:difference-to:` both show
the paired differences to that arm. All take `:at:`, the place of the metrics in the summary
(`pytorch` without it), and table and figure `:arms:`, which to show. A claim that is missing or not
current is a warning, which fails the build.
"""

import base64
import io

from docutils import nodes
from docutils.parsers.rst import directives
from evidence_role import quoted
from sphinx.util.docutils import SphinxDirective

from cnncourse.errors import CourseError, unknown_name
from cnncourse.evidence import claims
from cnncourse.evidence.claim import Verdict
from cnncourse.evidence.store import EvidenceError
from cnncourse.evidence.verdicts import arms_of, decide, difference_of
from cnncourse.report import figures_for_files

WORDS = {"holds": "Holds", "does not hold": "Does not hold", "no conclusion": "No conclusion"}


def number(value: float, sign: bool = False) -> str:
    """Three significant digits, with a typographic minus.

    Examples
    --------
    >>> number(0.12345, sign=True), number(1234.5)
    ('+0.123', '1,230')
    """
    rounded = float(f"{value:.3g}")
    plain = f"{rounded:{'+' if sign else ''},}"
    return plain.removesuffix(".0").replace("-", "\N{MINUS SIGN}")


def with_interval(entry: dict, sign: bool = False) -> str:
    """The mean and its interval.

    Examples
    --------
    >>> with_interval({"mean": 0.5, "low": 0.25, "high": 0.75})
    '0.5 (0.25 to 0.75)'
    """
    mean, low, high = (number(entry[name], sign) for name in ("mean", "low", "high"))
    return f"{mean} ({low} to {high})"


def raw_directive(name: str, arguments: list[str], options: dict, content: list[str]) -> str:
    """How a directive is written, in one form, to find what the page shows in its place."""
    given = "".join(f" :{option}: {value}" for option, value in sorted(options.items()))
    return f"{{{name}}} {' '.join(arguments)}{given} {' '.join(content)}".rstrip()


def _names(argument: str) -> list[str]:
    return [name.strip() for name in argument.split(",") if name.strip()]


class _EvidenceDirective(SphinxDirective):
    """What the three have in common: the claim, its titles, and errors that become warnings."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name, _, self.path = self.arguments[0].partition(":")
        try:
            self.stored = quoted(self.env, name)
            self.claim = claims.find(name)
            shown = self.make()
        except CourseError as error:
            message = f"{self.name} '{self.arguments[0]}': {error}"
            return [self.state.document.reporter.warning(message, line=self.lineno)]
        shown.rawsource = raw_directive(self.name, self.arguments, self.options, self.content)
        return [shown]

    def title(self, name: str) -> str:
        """How an arm or a metric is called on a page."""
        return self.claim.titles.get(name, name.replace("_", " "))

    def of_metric(self, metric: str) -> dict:
        return self.stored.value(f"{self.options.get('at', 'pytorch')}.{metric}")

    def rows(self, metric: str) -> dict[str, dict]:
        """The interval of each arm, or of its difference to that of `:difference-to:`."""
        of_metric, other = self.of_metric(metric), self.options.get("difference-to")
        arms = self.options.get("arms") or arms_of(of_metric)
        for arm in arms:
            if arm not in of_metric:
                raise EvidenceError(unknown_name("arm", arm, arms_of(of_metric)))
        if other is None:
            return {arm: of_metric[arm] for arm in arms}
        return {arm: difference_of(of_metric, arm, other) for arm in arms if arm != other}


class EvidenceVerdict(_EvidenceDirective):
    """The directive {evidence-verdict}."""

    option_spec = {"claimed": directives.unchanged_required}  # noqa: RUF012 -- as docutils has it

    def make(self) -> nodes.paragraph:
        decision = decide(self.stored, self._verdict())
        difference = decision.difference
        pair = f"{self.title(decision.first)} minus {self.title(decision.second)}"
        numbers = f"{with_interval(difference, sign=True)}, {difference['n']} seeds"
        paragraph = nodes.paragraph(classes=["evidence-verdict"])
        paragraph += nodes.emphasis("", self.claim.sentence)
        paragraph += nodes.Text(" ")
        paragraph += nodes.strong("", f"{WORDS[decision.text]}.")
        paragraph += nodes.Text(
            f" {self.title(decision.metric)}, {pair}: {numbers} (mean and 95 % interval)."
        )
        return paragraph

    def _verdict(self) -> Verdict:
        of_claim = self.claim.verdict
        claimed = self.options.get("claimed")
        if claimed:
            if not self.path:
                raise EvidenceError("claimed needs a path: name the difference after a colon.")
            return Verdict(self.path, claimed)
        if of_claim is None or self.path not in ("", of_claim.path, _turned(of_claim).path):
            raise EvidenceError(
                "it has no verdict on that: name a path after a colon, and what is claimed of its "
                "first arm with :claimed: lower or higher."
            )
        return _turned(of_claim) if self.path == _turned(of_claim).path else of_claim


def _turned(verdict: Verdict) -> Verdict:
    """The same verdict on the difference the other way round."""
    place, _, pair = verdict.path.rpartition(".")
    first, _, second = pair.partition("-")
    claimed = {"lower": "higher", "higher": "lower"}[verdict.claimed]
    return Verdict(f"{place}.{second}-{first}", claimed)


class EvidenceTable(_EvidenceDirective):
    """The directive {evidence-table}."""

    option_spec = {  # noqa: RUF012 -- as docutils has it
        "metrics": _names,
        "difference-to": directives.unchanged_required,
        "arms": _names,
        "at": directives.unchanged_required,
    }

    def make(self) -> nodes.table:
        metrics = self.options.get("metrics")
        if not metrics:
            raise EvidenceError("it names no metrics: give :metrics: steps, test_loss.")
        other = self.options.get("difference-to")
        columns = {metric: self.rows(metric) for metric in metrics}
        minus = f", minus {self.title(other)}" if other else ""
        head = ["", *(f"{self.title(metric)}{minus}" for metric in metrics)]
        body = [
            [self.title(arm), *(with_interval(rows[arm], bool(other)) for rows in columns.values())]
            for arm in columns[metrics[0]]
        ]
        return _table([head, *body])


def _table(rows: list[list[str]]) -> nodes.table:
    """A table of texts whose first row is the head."""
    group = nodes.tgroup(cols=len(rows[0]))
    group += [nodes.colspec(colwidth=1) for _ in rows[0]]
    head, body = nodes.thead(), nodes.tbody()
    for place, cells in zip([head, *[body] * (len(rows) - 1)], rows, strict=True):
        row = nodes.row()
        row += [nodes.entry("", nodes.paragraph("", cell)) for cell in cells]
        place += row
    group += [head, body]
    table = nodes.table(classes=["evidence-table"])
    table += group
    return table


class EvidencePlot(_EvidenceDirective):
    """The directive {evidence-plot}; its content stands under the figure."""

    has_content = True
    option_spec = {  # noqa: RUF012 -- as docutils has it
        "metric": directives.unchanged_required,
        "difference-to": directives.unchanged_required,
        "arms": _names,
        "at": directives.unchanged_required,
    }

    def make(self) -> nodes.figure:
        if "metric" not in self.options:
            raise EvidenceError("it names no metric: give :metric: test_loss.")
        metric, other = self.options["metric"], self.options.get("difference-to")
        rows = {self.title(arm): row for arm, row in self.rows(metric).items()}
        xlabel = self.title(metric) + (f", minus {self.title(other)}" if other else "")
        numbers = "; ".join(f"{arm} {with_interval(row, bool(other))}" for arm, row in rows.items())
        figure = nodes.figure(
            "",
            nodes.image(
                uri=_as_uri(rows, xlabel, zero=other is not None),
                alt=f"{xlabel}, mean and 95 % interval: {numbers}.",
            ),
        )
        if self.content:
            caption = nodes.caption()
            children, messages = self.state.inline_text(" ".join(self.content), self.lineno)
            caption += [*children, *messages]
            figure += caption
        return figure


def _as_uri(rows: dict[str, dict], xlabel: str, zero: bool) -> str:
    """The figure itself as an address, so that there is no file to keep."""
    with figures_for_files() as plots, io.BytesIO() as file:
        figure = plots.intervals(rows, xlabel=xlabel, zero=zero).figure
        figure.savefig(file, format="png")
        return f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode('ascii')}"


def setup(app):
    """Register the extension with Sphinx."""
    app.setup_extension("evidence_role")
    app.add_directive("evidence-verdict", EvidenceVerdict)
    app.add_directive("evidence-table", EvidenceTable)
    app.add_directive("evidence-plot", EvidencePlot)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
