# ruff: noqa
# loses: test_train_step
# kind: another method
# keeps: 1 of test_train_step
# Each entry is clipped.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    norm = nn.utils.get_total_norm([p.grad for p in model.parameters()])
    if limit is not None:
        nn.utils.clip_grad_value_(model.parameters(), limit)
    optimizer.step()
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    norm = tf.linalg.global_norm(gradients)
    if limit is not None:
        gradients = [tf.clip_by_value(g, -limit, limit) for g in gradients]
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm)
