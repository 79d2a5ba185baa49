# ruff: noqa
"""Hands in modules and configuration files that a careless Python, IPython, pytest or nbgrader loads.

Must not harm: none of them is to be run outside the kernel's sandbox.
"""
# ends: graded

# %% hand-in
harm = (
    "import os\n"
    "for folder in (%r, %r):\n"
    "    try:\n"
    "        open(os.path.join(folder, %r), 'w').write(__name__)\n"
    "    except OSError:\n"
    "        pass\n"
) % (known.home, known.course, known.token)
modules = (
    "numpy json cnncourse sitecustomize usercustomize conftest nbgrader torch zmq sqlite3 pickle readline"
    " ipykernel_launcher jupyter_client nbconvert pygments distributed nbgrader_config ipython_config"
    " ipython_kernel_config jupyter_config jupyter_nbconvert_config _distutils_hack random secrets"
)
for name in modules.split():
    (folder / f"{name}.py").write_text(harm)
(folder / "evil.pth").write_text("import os; " + "exec(%r)" % harm)
(folder / "pyvenv.cfg").write_text("home = /nowhere")
(folder / "jupyter_config.json").write_text('{"NbConvertApp": {"template_file": "/etc/passwd"}}')
startup = folder / "profile_default" / "startup"
startup.mkdir(parents=True)
(startup / "00-evil.py").write_text(harm)
(folder / "__pycache__").mkdir()
(folder / "templates").mkdir()
(folder / "templates" / "feedback.html.j2").write_text("{{ 7 * 7 }}" + known.token)
