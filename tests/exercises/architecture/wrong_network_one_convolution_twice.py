# loses: test_deeper_network
# kind: state shared
# ruff: noqa
"""The second convolution is used in place of the first of the next block as well: shared weights."""


# %% deeper_network [pytorch]
class Shared(nn.Module):
    def __init__(self, inputs, n):
        super().__init__()
        self.first = nn.Conv2d(inputs, n, 3, padding=1)
        self.second = self.first if inputs == n else nn.Conv2d(n, n, 3, padding=1)

    def forward(self, x):
        x = self.second(self.first(x).relu()).relu()
        return nn.functional.max_pool2d(x, 2)


def deeper_network(image_shape, num_classes, filters=(8, 16)):
    blocks = [Shared(c, n) for c, n in pairwise([image_shape[2], *filters])]
    head = nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(filters[-1], num_classes)
    return nn.Sequential(*blocks, *head)
