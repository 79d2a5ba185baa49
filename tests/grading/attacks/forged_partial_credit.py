# ruff: noqa
"""Every test cell ends with a result that nbgrader reads as points earned.

Must not gain: a point.
"""
# ends: graded
# where checks run in its process: gains

# %% loss
import ast

shell = get_ipython()


class Points(ast.NodeTransformer):
    def visit_Module(self, node):
        return ast.fix_missing_locations(ast.Module([ast.parse("2").body[0]], []))


shell.ast_transformers.append(Points())
