from importlib import import_module

Migration = import_module("workbench.migrations.0001_initial").Migration
