# loses: test_augment
# kind: wrong number
# keeps: 2 of test_augment
# ruff: noqa
"""A tenth is taken for pixels."""


# %% augment [pytorch]
def augment(x):
    n, _, height, width = x.shape
    theta = torch.deg2rad(torch.rand(n) * 40 - 20)
    zoom = 0.9 + 0.2 * torch.rand(n, 2)
    flip = 1 - 2 * (torch.rand(n) < 0.5).float()
    move = (0.2 * torch.rand(n, 2) - 0.1) * 2 / width  # half an image is 1 here
    affine = torch.zeros(n, 2, 3)
    affine[:, 0, 0] = theta.cos() / zoom[:, 0] * flip
    affine[:, 0, 1] = -theta.sin() / zoom[:, 1]
    affine[:, 1, 0] = theta.sin() / zoom[:, 0] * flip
    affine[:, 1, 1] = theta.cos() / zoom[:, 1]
    affine[:, :, 2] = move
    grid = nn.functional.affine_grid(affine, x.shape, align_corners=False)
    return nn.functional.grid_sample(x, grid, padding_mode="border", align_corners=False)


# %% augment [tensorflow]
def augment(x):
    n, height, width, _ = x.shape
    theta = tf.random.uniform([n], -np.pi / 9, np.pi / 9)
    zoom_x, zoom_y = tf.unstack(tf.random.uniform([2, n], 0.9, 1.1))
    flip = tf.where(tf.random.uniform([n]) < 0.5, -1.0, 1.0)
    a, b = tf.cos(theta) / zoom_x * flip, -tf.sin(theta) / zoom_y
    c, d = tf.sin(theta) / zoom_x * flip, tf.cos(theta) / zoom_y
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    to_x = middle_x - a * middle_x - b * middle_y + tf.random.uniform([n], -0.1, 0.1)
    to_y = middle_y - c * middle_x - d * middle_y + tf.random.uniform([n], -0.1, 0.1)
    zeros = tf.zeros([n])
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=x,
        transforms=tf.stack([a, b, to_x, c, d, to_y, zeros, zeros], axis=1),
        output_shape=[height, width],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="NEAREST",
    )
