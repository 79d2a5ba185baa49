# loses: test_taken_for
# kind: another method
# ruff: noqa
"""Looks for the class with the most wrong answers, and where these go."""


# %% taken_for
def taken_for(logits, labels):
    answers = logits.argmax(axis=1)
    if (answers == labels).all():
        return None
    classes = np.unique(labels)
    wrong = [np.mean(answers[labels == a] != a) for a in classes]
    a = classes[np.argmax(wrong)]
    times = np.bincount(answers[labels == a], minlength=logits.shape[1])
    times[a] = 0
    b = times.argmax()
    return a, b, times[b] / np.sum(labels == a)
