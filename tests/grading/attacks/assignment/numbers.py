# ruff: noqa
"""The assignment that the attacks attack: four parts, NumPy alone.

A heading names a cell: `setup` is given, a number of points makes it a test, others are answers.
"""

# %% setup
import numpy as np

from cnncourse.grading.testkit import publish


# %% loss
def cross_entropy(logits, labels):
    """Mean over the batch of -log softmax(logits)[label], as a float."""
    ### BEGIN SOLUTION
    # SECRET: solution
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -float(log_p[np.arange(len(labels)), labels].mean())
    ### END SOLUTION


# %% test_loss 2
assert np.isclose(cross_entropy(np.zeros((1, 2)), np.array([0])), np.log(2)), (
    "log 2 for two classes"
)


### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"logits": rng.normal(size=(6, 3)), "labels": rng.integers(0, 3, 6)}


def check(inputs, published):
    # SECRET: check
    logits, labels = inputs["logits"], inputs["labels"]
    log_p = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    loss = -np.mean([row[label] for row, label in zip(log_p, labels)])
    trusted.close(published["loss"], loss, "cross_entropy should be the mean over the batch")


### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
given = publish.given()
publish.publish(loss=cross_entropy(given["logits"], given["labels"]))
### END HIDDEN TESTS


# %% gradient
def gradient(x, y, w):
    """Gradient of mean((x @ w - y) ** 2) with respect to w."""
    ### BEGIN SOLUTION
    return 2 * x.T @ (x @ w - y) / len(y)
    ### END SOLUTION


# %% test_gradient 2
assert np.allclose(gradient(np.ones((2, 1)), np.zeros(2), np.ones(1)), 2), "2 for one weight of 1"


### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"x": rng.normal(size=(8, 3)), "y": rng.normal(size=8), "w": rng.normal(size=3)}


def check(inputs, published):
    x, y, w = inputs["x"], inputs["y"], inputs["w"]
    expected = 2 * x.T @ (x @ w - y) / len(y)
    trusted.close(published["gradient"], expected, "the gradient is off")


### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
given = publish.given()
publish.publish(gradient=gradient(given["x"], given["y"], given["w"]))
### END HIDDEN TESTS


# %% train
def train(x, y, lr, num_steps):
    """Weights after each step of gradient descent from zeros, an array (num_steps, features)."""
    ### BEGIN SOLUTION
    w, path = np.zeros(x.shape[1]), []
    for _ in range(num_steps):
        w = w - lr * 2 * x.T @ (x @ w - y) / len(y)
        path.append(w)
    return np.array(path)
    ### END SOLUTION


# %% test_train 3
assert np.shape(train(np.ones((2, 1)), np.ones(2), 0.1, 4)) == (4, 1), "a row for each step"


### BEGIN TRUSTED CHECK
def inputs(rng):
    return {"x": rng.normal(size=(16, 2)), "y": rng.normal(size=16), "lr": 0.05, "num_steps": 7}


def check(inputs, published):
    x, y, w = inputs["x"], inputs["y"], np.zeros(2)
    for number, row in enumerate(published["path"]):
        w = w - 0.05 * 2 * x.T @ (x @ w - y) / len(y)
        trusted.close(row, w, f"step {number} is off")
    trusted.close(published["path"][-1], w, "the last step is off")


### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
publish.publish(path=train(**publish.given()))
### END HIDDEN TESTS


# %% classify
def classify(x_train, y_train, x):
    """Labels of the rows of x, learned from x_train (examples, features) and y_train."""
    ### BEGIN SOLUTION
    centers = np.array([x_train[y_train == label].mean(axis=0) for label in range(3)])
    return ((x[:, None] - centers) ** 2).sum(axis=2).argmin(axis=1)
    ### END SOLUTION


# %% test_classify 3
three = np.arange(3.0)[:, None]
assert list(classify(three, np.arange(3), three)) == [0, 1, 2], "three examples, three classes"


### BEGIN TRUSTED CHECK
def inputs(rng):
    centers = rng.normal(size=(3, 4)) * 20
    y_train, labels = rng.permutation(60) % 3, rng.permutation(90) % 3
    return {
        "x_train": centers[y_train] + rng.normal(size=(60, 4)),
        "y_train": y_train,
        "x": centers[labels] + rng.normal(size=(90, 4)),
        "_labels": labels,
    }


def check(inputs, published):
    right = np.mean(published["predictions"] == inputs["_labels"])
    return (right - 0.5) / 0.5  # half of them right is worth nothing


### END TRUSTED CHECK
### BEGIN HIDDEN TESTS
publish.publish(predictions=classify(**publish.given()))
### END HIDDEN TESTS
