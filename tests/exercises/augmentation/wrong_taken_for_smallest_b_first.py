# loses: test_taken_for
# kind: edge case
# ruff: noqa
"""Of equal pairs the one with the smallest b."""


# %% taken_for
def taken_for(logits, labels):
    answers = logits.argmax(axis=1)
    classes = range(logits.shape[1])
    shares = {
        (a, b): np.mean(answers[labels == a] == b)
        for a in classes
        for b in classes
        if a != b and (labels == a).any()
    }
    pair = min(shares, key=lambda p: (-shares[p], p[1], p[0]), default=None)
    return None if pair is None or shares[pair] == 0 else (*pair, shares[pair])
