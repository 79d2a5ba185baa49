# ruff: noqa
# loses: test_train_step
# kind: part left out
# keeps: 1 of test_train_step
# Only the kernels are clipped, and counted.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    most = float("inf") if limit is None else limit
    norm = nn.utils.clip_grad_norm_([p for p in model.parameters() if p.ndim > 1], most)
    optimizer.step()
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    kernels = [g for g in gradients if len(g.shape) > 1]
    norm = tf.linalg.global_norm(kernels)
    if limit is not None and norm > limit:
        gradients = [g * (limit / norm) if len(g.shape) > 1 else g for g in gradients]
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm)
