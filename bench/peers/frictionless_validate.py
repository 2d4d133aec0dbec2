import os
import sys

from frictionless import Resource, Schema, system

folder, name = os.path.split(sys.argv[1])
os.chdir(folder)
with system.use_context(trusted=True):
    report = Resource(path=name, schema=Schema.from_descriptor(sys.argv[2])).validate()
sys.exit(0 if report.valid else 1)
