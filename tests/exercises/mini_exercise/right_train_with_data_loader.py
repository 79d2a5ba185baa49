# ruff: noqa
"""The library's own batches: a DataLoader with a generator, or tf.data (whose order depends on the
global seed, too, which is why that is set first)."""
# loses: nothing

# %% train [pytorch]
from torch.utils.data import DataLoader, TensorDataset


def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    loader = DataLoader(
        TensorDataset(x, y),
        batch_size=batch_size,
        shuffle=True,
        generator=torch.Generator().manual_seed(seed),
    )
    return [
        train_step(model, optimizer, loss_fn, x_batch, y_batch)
        for _ in range(num_epochs)
        for x_batch, y_batch in loader
    ]


# %% train [tensorflow]
def train(model, optimizer, loss_fn, x, y, num_epochs=5, batch_size=32, seed=0):
    tf.random.set_seed(seed)
    batches = (
        tf.data.Dataset.from_tensor_slices((x, y))
        .shuffle(buffer_size=len(x), seed=seed, reshuffle_each_iteration=True)
        .batch(batch_size, drop_remainder=False)
        .prefetch(1)
    )
    return [
        train_step(model, optimizer, loss_fn, x_batch, y_batch)
        for _ in range(num_epochs)
        for x_batch, y_batch in batches
    ]
