# loses: test_mended_loss
# kind: part left out
# ruff: noqa
"""Calls the suspicious loss."""


# %% mended_loss [pytorch]
def mended_loss(scores, labels):
    return suspicious_loss(scores, labels)


# %% mended_loss [tensorflow]
def mended_loss(scores, labels):
    return suspicious_loss(scores, labels)
