# ruff: noqa
"""A list of two, and a look at the untrained loss before."""
# loses: nothing


# %% run
def run(name, lr, x, y, num_epochs=5, seed=0):
    set_seed(seed)
    model = build_model(images.image_shape, images.num_classes)
    optimizer = make_optimizer(name, model, lr)
    losses = list(train(model, optimizer, cross_entropy, x, y, num_epochs, 32, seed))
    print(f"{name} at {lr}: {losses[-1:]}")
    return [model, losses]
