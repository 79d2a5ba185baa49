# ruff: noqa
"""Shows Markdown, HTML and images that name files of the grader, to be embedded into its page.

Must not gain: a file of the grader's in the feedback page.
"""
# ends: graded

# %% loss
from IPython.display import HTML, Image, Markdown, display

path = known.home + "/diary.txt"
display(Markdown(f"![]({path}) ![](file://{path})"))
display(
    HTML(
        f"<img src='{path}'><object data='file://{path}'></object><link rel=stylesheet href='{path}'>"
    )
)
display({"image/png": path, "text/plain": "{% include '" + path + "' %}{{ resources }}"}, raw=True)

# %% hand-in
from nbformat.v4 import new_markdown_cell

notebook.cells.append(
    new_markdown_cell(f"![]({known.home}/diary.txt) {{% include '{known.home}/diary.txt' %}}")
)
