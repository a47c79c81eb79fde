"""Whole campaigns over several workers, while everything under them breaks: part of `make chaos`."""
