"""The answers in these folders are put into notebooks, never imported."""

collect_ignore_glob = ["*_exercise/*.py"]
