# loses: test_augment
# kind: wrong number
# keeps: 2 of test_augment
# ruff: noqa
"""Mirrored with probability 0.1."""


# %% augment [pytorch]
import kornia.augmentation as K

old_generator = nn.Sequential(
    K.RandomAffine(
        degrees=20,
        translate=(0.1, 0.1),
        scale=(0.9, 1.1, 0.9, 1.1),
        padding_mode="border",
        p=1.0,
    ),
    K.RandomHorizontalFlip(p=0.1),
)


def augment(x):
    return old_generator(x)


# %% augment [tensorflow]
def augment(x):
    n, height, width, _ = x.shape
    theta = tf.random.uniform([n], -np.pi / 9, np.pi / 9)
    zoom_x, zoom_y = tf.unstack(tf.random.uniform([2, n], 0.9, 1.1))
    flip = tf.where(tf.random.uniform([n]) < 0.1, -1.0, 1.0)
    a, b = tf.cos(theta) / zoom_x * flip, -tf.sin(theta) / zoom_y
    c, d = tf.sin(theta) / zoom_x * flip, tf.cos(theta) / zoom_y
    middle_x, middle_y = (width - 1) / 2, (height - 1) / 2
    to_x = middle_x - a * middle_x - b * middle_y + tf.random.uniform([n], -0.1, 0.1) * width
    to_y = middle_y - c * middle_x - d * middle_y + tf.random.uniform([n], -0.1, 0.1) * height
    zeros = tf.zeros([n])
    return tf.raw_ops.ImageProjectiveTransformV3(
        images=x,
        transforms=tf.stack([a, b, to_x, c, d, to_y, zeros, zeros], axis=1),
        output_shape=[height, width],
        fill_value=0.0,
        interpolation="BILINEAR",
        fill_mode="NEAREST",
    )
