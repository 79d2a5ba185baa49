# ruff: noqa
"""Shows scripts, frames and forms, which the feedback page or the report would run when it is opened.

Must not harm: no script of a student's output, name or message gets into a page.
"""
# ends: graded

# %% loss
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

script = "<script>alert('" + known.token + "')</script>"
display(
    HTML(
        script
        + f"<img src=x onerror=\"alert('{known.token}')\"><iframe src='javascript:alert(1)'></iframe>"
    )
)
display(
    SVG(f"<svg xmlns='http://www.w3.org/2000/svg' onload=\"alert('{known.token}')\">{script}</svg>")
)
display(Javascript(f"alert('{known.token}')"))
display(Markdown(script + f"[link](javascript:alert('{known.token}'))"), Latex(script))
display({"text/html": script, "text/plain": script}, raw=True)
raise ValueError(script + "\x1b]8;;javascript:alert(1)\x07link\x1b]8;;\x07")


# %% gradient
def gradient(x, y, w):
    raise AssertionError(
        "<script>alert('" + known.token + "')</script></pre>" + "<b onclick=alert(1)>"
    )


# %% train
class Loud(type(ValueError())):
    pass


Loud.__name__ = "<script>alert('" + known.token + "')</script>"


def train(x, y, lr, num_steps):
    raise Loud()


# %% hand-in
from nbformat.v4 import new_markdown_cell

script = "<script>alert('" + known.token + "')</script>"
text = script + f"<img src=x onerror=\"alert('{known.token}')\">\n\n![]({known.home}/diary.txt)"
notebook.cells.append(new_markdown_cell(text, attachments={"a.png": {"image/png": script}}))
