# ruff: noqa
# loses: test_train_step
# kind: reduction
# keeps: 1 of test_train_step
# The norms of the tensors are added up.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    norm0 = sum(p.grad.norm() for p in model.parameters())
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_(model.parameters(), most)
    optimizer.step()
    norm = norm0
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    norm = tf.add_n([tf.norm(g) for g in gradients])
    if limit is not None:
        gradients, _ = tf.clip_by_global_norm(gradients, limit)
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm)
