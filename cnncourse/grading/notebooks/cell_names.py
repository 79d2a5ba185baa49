"""What people call a cell."""

from nbformat.notebooknode import NotebookNode


def name_of(cell: NotebookNode) -> str:
    """The name by which people find a cell: nbgrader's, else its id.

    Examples
    --------
    >>> name_of(NotebookNode(metadata={"nbgrader": {"grade_id": "test_loss"}}))
    'test_loss'
    """
    return cell.metadata.get("nbgrader", {}).get("grade_id", cell.get("id", "?"))
