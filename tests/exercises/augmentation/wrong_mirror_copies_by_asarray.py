# loses: test_mirror
# kind: arguments changed
# ruff: noqa
"""np.asarray makes no copy, so the array handed in is changed."""


# %% mirror
class Mirror:
    def __init__(self, which):
        self.which = which

    def __call__(self, images):
        result = np.asarray(images)
        result[self.which] = images[self.which][:, :, ::-1, :]
        return result


def mirror(images, which):
    return Mirror(which)(images)
