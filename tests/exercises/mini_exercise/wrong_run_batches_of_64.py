# ruff: noqa
"""Batches of 64 in place of 32."""
# loses: test_run
# kind: wrong number


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, cross_entropy, x, y, num_epochs, batch_size=64, seed=seed)
    return model, losses
