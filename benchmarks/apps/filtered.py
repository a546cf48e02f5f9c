"""The rows of a CSV file for which a formula holds, by frictionless; its own commands filter none.

python filtered.py FILE FORMULA
"""

import csv
import sys

from frictionless import Pipeline, Resource, steps

name, formula = sys.argv[1:]
found = Resource(name).transform(Pipeline(steps=[steps.row_filter(formula=formula)]))
rows = found.read_rows()
writer = csv.writer(sys.stdout)
writer.writerow(found.schema.field_names)
writer.writerows(row.to_list() for row in rows)
