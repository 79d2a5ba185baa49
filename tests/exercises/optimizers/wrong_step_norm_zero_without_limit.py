# ruff: noqa
# loses: test_train_step
# kind: edge case
# keeps: 1 of test_train_step
# Without a limit, the norm is not computed: 0.


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    for group in optimizer.param_groups:
        group["lr"] = lr
    model.train()
    optimizer.zero_grad()
    loss = loss_fn(model(x), y)
    loss.backward()
    norm = torch.tensor(0.0)
    if limit is not None:
        norm = nn.utils.clip_grad_norm_(model.parameters(), limit)
    optimizer.step()
    return loss.item(), norm.item()


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    norm = 0.0
    if limit is not None:
        gradients, norm = tf.clip_by_global_norm(gradients, limit)
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm)
