"""Cells of CSV files that a spreadsheet shows as they are instead of computing them."""

# Some spreadsheets take the signs of full width for the usual ones (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001


def plain(value):
    """Text that a spreadsheet shows as it is; numbers stay numbers.

    A cell that begins with =, +, -, @, a tab or an end of a line may be taken for a formula; a
    quote in front of it prevents that.

    Examples
    --------
    >>> plain("=1+1"), plain("Ada"), plain(-1.5)
    ("'=1+1", 'Ada', -1.5)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def quoted(text: str) -> str:
    """The same for a table that is read again: `unquoted` gives back every text.

    Examples
    --------
    >>> [quoted(text) for text in ("=1+1", "'=1+1", "Ada", "'t Hooft")]
    ["'=1+1", "''=1+1", 'Ada', "'t Hooft"]
    """
    return f"'{text}" if _is_formula(text) else text


def unquoted(text: str) -> str:
    """What was quoted, or a text that never was.

    Examples
    --------
    >>> [unquoted(text) for text in ("'=1+1", "''=1+1", "=1+1", "'t Hooft")]
    ['=1+1', "'=1+1", '=1+1', "'t Hooft"]
    """
    return text[1:] if text.startswith("'") and _is_formula(text) else text


def _is_formula(text: str) -> bool:
    return text.lstrip("'").startswith(_FORMULA)
