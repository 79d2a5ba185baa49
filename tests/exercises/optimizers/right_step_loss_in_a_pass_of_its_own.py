# ruff: noqa
# loses: nothing
# The loss that is returned comes from a pass of its own, in training mode: running statistics move
# twice, and with dropout it is not the loss whose gradient is taken. The text does not forbid it.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    before = loss_fn(model(x), y).item()
    optimizer.zero_grad()
    loss_fn(model(x), y).backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    return before, norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    before = float(loss_fn(model(x, training=True), y))
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    norm = tf.linalg.global_norm(gradients)
    if limit is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, limit, use_norm=norm)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    return before, float(norm)
