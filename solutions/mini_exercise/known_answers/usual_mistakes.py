# ruff: noqa
"""What many hand in: each of these loses its own part, and only in an environment that works."""
# loses: test_cross_entropy, test_make_optimizer, test_train_step, test_train, test_run, test_binary_predictions, test_steps_to_reach, test_sgd_with_decay
# kind: several at once


# %% cross_entropy [pytorch]
def cross_entropy(logits, labels):
    return nn.functional.cross_entropy(logits.softmax(dim=1), labels)


# %% cross_entropy [tensorflow]
def cross_entropy(logits, labels):
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return loss(labels, tf.nn.softmax(logits))


# %% make_optimizer [pytorch]
def make_optimizer(name, model, lr):
    if name not in ("adam", "sgd"):
        raise ValueError("choose adam or sgd")
    kinds = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}
    return kinds[name](model.parameters(), lr=lr)


# %% make_optimizer [tensorflow]
def make_optimizer(name, model, lr):
    if name not in ("adam", "sgd"):
        raise ValueError("choose adam or sgd")
    kinds = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}
    return kinds[name](learning_rate=lr)


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    model.train()
    loss = loss_fn(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return float(loss)


# %% train
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    losses = []
    for _ in range(num_epochs):
        for start in range(0, len(y), batch_size):
            batch = slice(start, start + batch_size)
            losses.append(train_step(model, optimizer, loss_fn, x[batch], y[batch]))
    return losses


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    model = build_model(images.image_shape, images.num_classes)
    losses = train(model, make_optimizer(name, model, lr), cross_entropy, x, y, num_epochs)
    return model, losses


# %% binary_predictions [pytorch]
def binary_predictions(logits):
    return (logits[:, 0] > 0.5).long()


# %% binary_predictions [tensorflow]
def binary_predictions(logits):
    return tf.cast(logits[:, 0] > 0.5, tf.int64)


# %% steps_to_reach
def steps_to_reach(losses, level, window=10):
    for steps in range(window, len(losses)):
        if np.mean(losses[steps - window : steps]) <= level:
            return steps
    return None


# %% sgd_with_decay [pytorch]
def sgd_with_decay(model, lr, weight_decay):
    return torch.optim.SGD(model.parameters(), lr=lr, weight_decay=weight_decay)


# %% sgd_with_decay [tensorflow]
def sgd_with_decay(model, lr, weight_decay):
    return keras.optimizers.SGD(learning_rate=lr, weight_decay=weight_decay)
