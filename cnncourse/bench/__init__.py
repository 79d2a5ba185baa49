"""How fast the training loops are, beside those a reader would pick instead: `cnncourse bench`.

Each contestant is one short file with the code its users write; `contestants` lists them, `race`
lets them take turns, `targets` says what was reached.
"""
