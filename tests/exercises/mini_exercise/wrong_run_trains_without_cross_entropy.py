# ruff: noqa
"""Another loss than cross_entropy: a lambda that is always 0."""
# loses: test_run
# kind: another method


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = train(model, optimizer, lambda logits, labels: 0.0, x, y, num_epochs, seed=seed)
    return model, losses
