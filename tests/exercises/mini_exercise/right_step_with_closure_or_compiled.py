# ruff: noqa
"""PyTorch: the optimizer calls a closure. TensorFlow: the step is compiled, once for each model,
optimizer and loss."""
# loses: nothing


# %% train_step [pytorch]
def train_step(model, optimizer, loss_fn, x, y):
    def closure():
        model.zero_grad()
        loss = loss_fn(model(x), y)
        loss.backward()
        return loss

    model.train()
    return optimizer.step(closure).item()


# %% train_step [tensorflow]
_compiled = {}


def train_step(model, optimizer, loss_fn, x, y):
    key = (model, optimizer, loss_fn)
    if key not in _compiled:
        if not model.built:
            model(x)
        optimizer.build(model.trainable_variables)

        @tf.function(reduce_retracing=True)
        def step(x, y):
            with tf.GradientTape() as tape:
                loss = loss_fn(model(x, training=True), y)
            weights = model.trainable_variables
            optimizer.apply_gradients(zip(tape.gradient(loss, weights), weights))
            return loss

        _compiled[key] = step
    return float(_compiled[key](x, y))
