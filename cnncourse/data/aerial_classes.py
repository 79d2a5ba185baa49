"""How each of the ten classes of aerial tiles looks: one function per class draws its scene.

The classes are those of EuroSAT (Helber et al., 2019). Each function takes ground coordinates and
a random generator and returns a `Scene`; what tells the classes apart is their pattern.
"""

import numpy as np

from cnncourse.data.aerial_textures import (
    ASPHALT,
    LAND,
    ROOFS,
    WATER,
    Scene,
    blend,
    crowns,
    distance_to_curve,
    fractal,
    inside,
    noise,
    parcels,
    pick,
    turn,
    uniform,
)


def _mottled(color, x, y, rng, width: float, strength: float) -> np.ndarray:
    """A color with brighter and darker patches."""
    return color * (1 + strength * fractal(x, y, rng, width))[..., None]


def _plant(scene: Scene, distance, radius, color, height: float) -> Scene:
    """Put round crowns on a scene, given each pixel's distance to the nearest stem.

    Where the radius is 0 nothing grows.
    """
    grows = radius > 0
    dome = np.sqrt(np.clip(1 - (distance / np.maximum(radius, 0.1)) ** 2, 0, 1)) * grows
    color = blend(scene.color, color, inside(distance - radius) * grows)
    return Scene(color, scene.height + height * dome)


def annual_crop(x, y, rng) -> Scene:
    """Fields with rows: each parcel has its own color, row direction and row distance."""
    fields = parcels(x, y, rng, rng.uniform(16, 34), rng.uniform(22, 50))
    angle = rng.choice(np.float32([0, 0, np.pi / 2, 0.3, -0.3]), 64)[fields.index]
    period = uniform(rng, 3.5, 7.0)[fields.index]
    across = x * np.cos(angle) + y * np.sin(angle) + 0.3 * noise(x, y, rng, 8)
    rows = np.sin(2 * np.pi * across / period)
    color = _mottled(pick(LAND, rng, 64)[fields.index], x, y, rng, 14, 0.06)
    color = color * (1 + uniform(rng, 0.14, 0.30)[fields.index] * rows)[..., None]
    tracks = inside(fields.border - rng.uniform(0.2, 0.7)) * rng.uniform(0.2, 0.8)
    return Scene(blend(color, pick(LAND, rng), tracks), 0.2 * rows)


def forest(x, y, rng) -> Scene:
    """Closed canopy: crowns of differing size and color, side by side, with small gaps."""
    spacing = rng.uniform(5.0, 8.0)
    distance, number = crowns(x, y, rng, spacing)
    first, second = pick(LAND, rng, 2, low=0.55)
    color = blend(first, second, np.clip(0.5 + 0.6 * fractal(x, y, rng, 24), 0, 1))
    color = color * (0.8 + 0.4 * number)[..., None]
    floor = Scene(color * 0.55, np.zeros_like(x))
    return _plant(floor, distance, spacing * (0.5 + 0.35 * number), color, rng.uniform(2.5, 4.0))


def herbaceous_vegetation(x, y, rng) -> Scene:
    """Wild growth: ragged patches of grass, bare ground and shrub on every scale."""
    grass, bare, shrub = pick(LAND, rng, 3)
    patches = fractal(x, y, rng, rng.uniform(10, 22), 4)
    color = blend(grass, bare, np.clip(0.5 + 0.5 * patches, 0, 1))
    color = _mottled(color, x, y, rng, 4, 0.10)
    growth = fractal(x, y, rng, rng.uniform(4, 8)) + 0.5 * patches
    cover = np.clip(growth - rng.uniform(0.4, 1.2), 0, 1)
    return Scene(blend(color, 0.7 * shrub, cover), 1.2 * cover)


def pasture(x, y, rng) -> Scene:
    """Large smooth meadows of about one color, parted by hedges, with a few single trees."""
    meadows = parcels(x, y, rng, rng.uniform(24, 44), rng.uniform(28, 60))
    grass = pick(LAND, rng, low=0.3) * uniform(rng, 0.88, 1.12)[meadows.index][..., None]
    scene = Scene(_mottled(grass, x, y, rng, 26, 0.05), np.zeros_like(x))
    leaves = 0.8 * pick(LAND, rng, low=0.75)
    distance, number = crowns(x, y, rng, 3.4)
    hedge = 2.1 * ((meadows.border < 1.7) & (number < rng.uniform(0.55, 1.0)))
    scene = _plant(scene, distance, hedge.astype(np.float32), leaves, 1.6)
    distance, number = crowns(x, y, rng, 13)
    single = 2.6 * (number < rng.uniform(0.1, 0.5))
    return _plant(scene, distance, single.astype(np.float32), leaves, 2.0)


def permanent_crop(x, y, rng) -> Scene:
    """Orchards and vineyards: crowns on a strict grid, or grown together into lines."""
    groves = parcels(x, y, rng, rng.uniform(26, 50), rng.uniform(30, 60))
    soil = _mottled(pick(LAND, rng, 64, high=0.8)[groves.index], x, y, rng, 18, 0.06)
    spacing, stretch = rng.uniform(5.0, 7.5), rng.uniform(0.55, 1.0)
    shift = uniform(rng, 0, spacing)[groves.index]
    distance, number = crowns(x + shift, (y + shift) / stretch, rng, spacing, 0.12)
    radius = spacing * (0.3 + 0.1 * number) * ((number > 0.05) & (groves.border > 0.8))
    leaves = 0.8 * pick(LAND, rng, low=0.5)
    return _plant(Scene(soil, np.zeros_like(x)), distance, radius, leaves, rng.uniform(1.5, 2.5))


def _buildings(x, y, rng, spacing: float, low: float, high: float):
    """One rectangle per grid cell: each pixel's signed distance to a wall, and its building.

    The sides are between `low` and `high` of the spacing; buildings have numbers below 64.
    """
    column, row = np.floor(x / spacing), np.floor(y / spacing)
    number = (column.astype(np.int32) * 5 + row.astype(np.int32) * 23) & 63
    center_x, center_y = uniform(rng, 0.42, 0.58, (2, 64))
    half_x, half_y = uniform(rng, low / 2, high / 2, (2, 64))
    beyond_x = np.abs(x / spacing - column - center_x[number]) - half_x[number]
    beyond_y = np.abs(y / spacing - row - center_y[number]) - half_y[number]
    return np.maximum(beyond_x, beyond_y) * spacing, number


def residential(x, y, rng) -> Scene:
    """Blocks of small houses with gardens and trees along a grid of streets."""
    spacing = rng.uniform(7.5, 10.0)
    blocks = parcels(x, y, rng, 2.6 * spacing, rng.uniform(4, 7) * spacing)
    gardens = _mottled(pick(LAND, rng, 64, low=0.2)[blocks.index], x, y, rng, 4, 0.14)
    distance, number = crowns(x, y, rng, 5)
    trees = (1.7 * (number < rng.uniform(0.2, 0.6))).astype(np.float32)
    leaves = pick(LAND, rng, low=0.7)
    scene = _plant(Scene(gardens, np.zeros_like(x)), distance, trees, leaves, 1.5)
    wall, number = _buildings(x, y, rng, spacing, 0.4, 0.75)
    wall = np.maximum(wall, 2.0 - blocks.border)  # no house stands in a street
    roofs = pick(ROOFS, rng, 64, high=rng.uniform(0.3, 1.0))
    color = blend(scene.color, roofs[number], inside(wall))
    pitched = 1.2 + np.clip(-wall, 0, 1.5)
    height = scene.height + (pitched - scene.height) * inside(wall)
    street = inside(blocks.border - rng.uniform(1.0, 1.5))
    return Scene(blend(color, pick(ASPHALT, rng), street), height * (1 - street))


def industrial(x, y, rng) -> Scene:
    """Large halls with flat ribbed roofs on paved or green lots, and rows of parked vehicles."""
    yard = pick(ASPHALT if rng.random() < 0.7 else LAND, rng)
    color = _mottled(np.broadcast_to(yard, (*x.shape, 3)), x, y, rng, 10, 0.05)
    parked, number = crowns(x, y / 2, rng, 2.2, 0.1)
    lot = (noise(x, y, rng, 12) > 0.4) & (number < 0.7)
    color = blend(color, pick(ROOFS, rng), inside(parked - 0.5) * lot)
    wall, number = _buildings(x, y / rng.uniform(1.0, 1.8), rng, rng.uniform(16, 25), 0.5, 0.92)
    ribs = np.sin(2 * np.pi * x / rng.uniform(3, 6))
    roofs = pick(ROOFS, rng, 64, low=rng.uniform(0.0, 0.5))[number]
    roofs = roofs * (1 + rng.uniform(0.02, 0.10) * ribs)[..., None]
    built = inside(wall) * (number % 7 > 0)  # every seventh lot is free
    return Scene(blend(color, roofs, built), built * uniform(rng, 2.0, 4.0)[number])


def _country(x, y, rng) -> Scene:
    """The land that a road or a river runs through."""
    kinds = (annual_crop, herbaceous_vegetation, pasture, forest, permanent_crop)
    draw = kinds[rng.choice(len(kinds), p=(0.35, 0.2, 0.25, 0.15, 0.05))]
    return draw(*turn(x, y, rng.uniform(0, np.pi)), rng)


def _with_road(scene: Scene, distance, half_width: float, rng) -> Scene:
    """Lay a road with verges and a median strip along a line."""
    beside = np.abs(distance)
    verge, median = pick(LAND, rng, high=0.6), rng.uniform(0.3, 0.7)
    color = blend(scene.color, verge, inside(beside - half_width - rng.uniform(0.4, 1.6)))
    color = blend(color, pick(ASPHALT, rng), inside(beside - half_width))
    color = blend(color, verge, inside(beside - median, 0.7))
    return Scene(color, scene.height * (1 - inside(beside - half_width - 1)))


def highway(x, y, rng) -> Scene:
    """A road of even width and slight bend through the country, at times with a crossing."""
    scene = _country(x, y, rng)
    if rng.random() < 0.35:
        side_x, side_y = turn(x, y, rng.uniform(0.9, 2.2))
        scene = _with_road(scene, distance_to_curve(side_x, side_y, rng, 2), 1.2, rng)
    return _with_road(scene, distance_to_curve(x, y, rng, 2.5), rng.uniform(2.4, 4.0), rng)


def _water(x, y, rng, swell: float) -> np.ndarray:
    """Color of water: slowly changing, with swell from one side and gusts that roughen it."""
    depth = np.clip(0.3 + 0.3 * fractal(x, y, rng, 40), 0, 1)
    crest = y / rng.uniform(3.5, 8) + 0.4 * noise(x, y, rng, 20)
    gusts = np.clip(0.8 + 0.3 * fractal(x, y, rng, 30), 0, 1)
    ripples = np.sin(2 * np.pi * crest) + 0.6 * fractal(x / 2, y, rng, 3, 2)
    color = blend(pick(WATER, rng), pick(WATER, rng), depth)
    return color * (1 + swell * ripples * gusts)[..., None]


def river(x, y, rng) -> Scene:
    """A meandering water course of changing width between banks of another color."""
    scene = _country(x, y, rng)
    distance = np.abs(distance_to_curve(x, y, rng, 13))
    half_width = rng.uniform(2.5, 8.0) * (1 + 0.2 * noise(x, y, rng, 16))
    bank = half_width + rng.uniform(0.8, 2.5) + 0.5 * noise(x, y, rng, 5)
    color = blend(scene.color, pick(LAND, rng), inside(distance - bank, 1.5))
    wet = inside(distance - half_width)
    return Scene(blend(color, _water(x, y, rng, 0.02), wet), scene.height * (1 - wet))


def sea_lake(x, y, rng) -> Scene:
    """Open water, from calm to rough."""
    return Scene(_water(x, y, rng, rng.uniform(0.02, 0.07)), np.zeros_like(x))


SCENES = {
    "AnnualCrop": annual_crop,
    "Forest": forest,
    "HerbaceousVegetation": herbaceous_vegetation,
    "Highway": highway,
    "Industrial": industrial,
    "Pasture": pasture,
    "PermanentCrop": permanent_crop,
    "Residential": residential,
    "River": river,
    "SeaLake": sea_lake,
}
