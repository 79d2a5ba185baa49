# loses: test_augment
# kind: wrong number
# keeps: 2 of test_augment
# ruff: noqa
"""Up to a fifth of a full turn (Keras), or 20 radians (PyTorch): the old number as it stands."""


# %% augment [pytorch]
def augment(x):
    n, _, height, width = x.shape
    theta = torch.rand(n) * 40 - 20
    zoom = 0.9 + 0.2 * torch.rand(n, 2)
    flip = 1 - 2 * (torch.rand(n) < 0.5).float()
    move = (0.2 * torch.rand(n, 2) - 0.1) * 2  # half an image is 1 here
    affine = torch.zeros(n, 2, 3)
    affine[:, 0, 0] = theta.cos() / zoom[:, 0] * flip
    affine[:, 0, 1] = -theta.sin() / zoom[:, 1]
    affine[:, 1, 0] = theta.sin() / zoom[:, 0] * flip
    affine[:, 1, 1] = theta.cos() / zoom[:, 1]
    affine[:, :, 2] = move
    grid = nn.functional.affine_grid(affine, x.shape, align_corners=False)
    return nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)


# %% augment [tensorflow]
nearest = {"fill_mode": "nearest"}
old_generator = keras.layers.Pipeline(
    [
        keras.layers.RandomRotation(0.2, **nearest),
        keras.layers.RandomTranslation(0.1, 0.1, **nearest),
        keras.layers.RandomZoom(0.1, 0.1, **nearest),
        keras.layers.RandomFlip("horizontal"),
    ]
)


def augment(x):
    return old_generator(x, training=True)
