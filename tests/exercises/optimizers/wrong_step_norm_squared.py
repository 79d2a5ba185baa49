# ruff: noqa
# loses: test_train_step
# kind: part left out
# keeps: 1 of test_train_step
# The root is forgotten in what is returned.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    return loss.item(), norm.item() ** 2


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    norm = tf.linalg.global_norm(gradients)
    if limit is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, limit)
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm) ** 2
