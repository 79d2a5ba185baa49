# ruff: noqa
# loses: test_train_step
# kind: state shared
# keeps: 1 of test_train_step
# The clipping is done by the optimizer, and is not taken back where there is no limit.


# %% train_step [tensorflow]
def train_step(model, optimizer, loss_fn, x, y, lr, limit=None):
    optimizer.learning_rate = lr
    weights = model.trainable_variables
    with tf.GradientTape() as tape:
        loss = loss_fn(model(x, training=True), y)
    gradients = tape.gradient(loss, weights)
    norm = tf.linalg.global_norm(gradients)
    if limit is not None:
        optimizer.global_clipnorm = limit
    optimizer.apply_gradients(zip(gradients, weights))
    return float(loss), float(norm)
