"""Pairs of submissions whose code is nearly the same, whoever's names its variables have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from nbgrader import utils
from pygments import token
from pygments.lexers import PythonLexer

PASSAGE = 10
"""Tokens of a passage. Shorter answers are never counted: the language leaves few ways."""

MIN_PASSAGES = 60
"""A submission with fewer passages of its own than this is compared with no other."""

MAX_CHARACTERS = 20_000
"""So much of an answer is read."""

_BLOCK = 128
_NOT_CODE = (token.Text, token.Comment, token.Literal.String.Doc)
_KEPT_NAMES = (token.Name.Builtin, token.Name.Namespace)


@dataclass(frozen=True)
class Pair:
    """Two submissions that share more than independent work does.

    Attributes
    ----------
    first, second : str
        The students.
    share : float
        Share, in [0, 1], of the smaller submission's passages that the other one has, too;
        passages that many have count for little.
    task : str
        Grade id of the answer in which they share most: where to look first.
    """

    first: str
    second: str
    share: float
    task: str


def code_answers(notebook) -> dict[str, str]:
    """The code of each answer cell by its grade id; text has too few common tokens to compare."""
    return {
        cell.metadata.nbgrader.grade_id: cell.source
        for cell in notebook.cells
        if cell.cell_type == "code" and utils.is_solution(cell)
    }


def similar_pairs(
    notebooks: Mapping[str, Mapping[str, str]],
    released: Mapping[str, str],
    *,
    threshold: float = 0.5,
) -> list[Pair]:
    r"""Find the submissions that share most of their code. Nothing is run, only read.

    An answer becomes a series of tokens in which every name of a variable or function is the same
    token; comments, docstrings, white space, brackets and commas are left out. Passages of 10
    tokens are compared wherever they stand, so renaming, reordering, comments and layout do not
    hide a copy (the idea of Schleimer, Wilkerson & Aiken, "Winnowing", SIGMOD 2003, with every
    passage in place of a sample). What the student version gives counts for nothing; a passage
    that d of n submissions have counts log((n + 1) / d), so what everybody took from the lecture
    makes nobody suspect.

    Parameters
    ----------
    notebooks : mapping of str to mapping of str to str
        Of each student, the code of each answer by its grade id; see `code_answers`.
    released : mapping of str to str
        The same of the student version.
    threshold : float
        Least share of a pair, in (0, 1].

    Returns
    -------
    list of Pair
        The largest share first. A pair is a reason to read both, not a verdict.

    Examples
    --------
    >>> steps = [f"    x = {i} * x - {i + 1}" for i in range(30)]
    >>> ada = "\n".join(["def f(x):", *steps, "    return x"])
    >>> bob = ada.replace("x", "value").replace("):", "):  # all my own work")
    >>> cy = ada.replace("- ", "+ 2 ** ")
    >>> notebooks = {"ada": {"f": ada}, "bob": {"f": bob}, "cy": {"f": cy}}
    >>> similar_pairs(notebooks, released={"f": "def f(x):\n    raise NotImplementedError()"})
    [Pair(first='ada', second='bob', share=1.0, task='f')]
    """
    # Slow to import, by every command that grades, and used by few of them.
    from scipy import sparse
    from sklearn.feature_extraction.text import HashingVectorizer

    given = {passage for code in released.values() for passage in _passages(code)}

    def own(student: str) -> dict[str, set[str]]:
        answers = notebooks[student].items()
        return {task: set(_passages(code)) - given for task, code in answers}

    # Hashed by scikit-learn's MurmurHash3: no vocabulary to hold, the same in every process.
    vectorizer = HashingVectorizer(
        analyzer=lambda student: set().union(*own(student).values()),
        n_features=2**26,
        binary=True,
        norm=None,
        alternate_sign=False,
    )
    counts = vectorizer.transform(notebooks) if notebooks else sparse.csr_matrix((0, 1))
    enough = np.flatnonzero(np.diff(counts.indptr) >= MIN_PASSAGES)
    if len(enough) < 2:
        return []
    students, counts = [list(notebooks)[row] for row in enough], counts[enough]
    _, columns, held_by = np.unique(counts.indices, return_inverse=True, return_counts=True)
    # The roots, so that the product of two rows adds up the weights of what they share.
    weights = np.sqrt(np.log((len(students) + 1) / held_by))[columns]
    counts = sparse.csr_matrix((weights, columns, counts.indptr))
    sizes = np.asarray(counts.multiply(counts).sum(axis=1)).ravel()

    recent = lru_cache(maxsize=256)(own)
    pairs = []
    for i, j, share in _above(counts, sizes, threshold):
        first, second = recent(students[i]), recent(students[j])
        common = {task: len(first[task] & second.get(task, set())) for task in first}
        pairs.append(Pair(students[i], students[j], round(share, 4), max(common, key=common.get)))
    return sorted(pairs, key=lambda pair: -pair.share)


def _above(counts, sizes, threshold: float) -> Iterator[tuple[int, int, float]]:
    """Rows i < j and their share, where that is `threshold` or more; a block of rows at a time."""
    transposed = counts.T.tocsr()
    for start in range(0, counts.shape[0], _BLOCK):
        shared = (counts[start : start + _BLOCK] @ transposed).tocoo()
        i, j = shared.row + start, shared.col
        share = shared.data / np.minimum(sizes[i], sizes[j])
        found = (i < j) & (share >= threshold)
        yield from zip(i[found].tolist(), j[found].tolist(), share[found].tolist(), strict=True)


def _passages(code: str) -> Iterator[str]:
    tokens = list(_tokens(code[:MAX_CHARACTERS]))
    for start in range(len(tokens) - PASSAGE + 1):
        yield " ".join(tokens[start : start + PASSAGE])


def _tokens(code: str) -> Iterator[str]:
    """What the code does, without the names and the layout that its author chose."""
    before = previous = ""
    for kind, text in PythonLexer().get_tokens(code):
        if any(kind in other for other in _NOT_CODE) or not text.strip():
            continue
        # Attributes of a library keep their names: x.relu(), but not self.first.
        chosen = kind in token.Name and not any(kind in other for other in _KEPT_NAMES)
        attribute = previous == "." and before != "self"
        before, previous = previous, text
        if kind in token.Literal.String:
            if text.strip("\"'"):
                yield "S"
        elif chosen and not attribute:
            yield "V"
        elif text not in "(),:;":
            yield text
