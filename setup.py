"""Builds the compiled inner loops; without Cython or a C compiler luoshi installs in plain Python."""

from __future__ import annotations

from pathlib import Path

from setuptools import Extension, setup

NATIVE = Path("src", "luoshi", "native")


def extensions() -> list[Extension]:
    """The modules of ``luoshi.native``, each optional; none without Cython."""
    try:
        from Cython.Build import cythonize
    except ImportError:
        return []
    modules = [
        Extension(f"luoshi.native.{path.stem}", [path.as_posix()]) for path in sorted(NATIVE.glob("*.pyx"))
    ]
    built = cythonize(modules, build_dir="build", include_path=["src"])
    for module in built:
        module.optional = True  # not handed on by cythonize
    return built


setup(ext_modules=extensions())
