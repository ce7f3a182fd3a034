"""The version of the whole program; the package takes it from here, and nothing else states it."""

VERSION = "0.1.0"
