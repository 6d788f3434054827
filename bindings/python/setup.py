"""Builds dlopt/_native: the static core by the tree's own CMake, the wrapper by SWIG, both into build/."""

import os
import pathlib
import shutil
import subprocess

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WORK = ROOT / "build" / "python"
SOURCES = sorted(str(path.relative_to(HERE)) for path in (HERE / "native").glob("*.c"))


def run(*command):
    subprocess.run([str(word) for word in command], check=True)


class Build(build_ext):
    """Before the extension itself is compiled: the library that it holds, and the wrapper."""

    def core(self):
        """The static library; DLOPT_CORE_LIBRARY names one that is already built."""
        if "DLOPT_CORE_LIBRARY" in os.environ:
            return os.environ["DLOPT_CORE_LIBRARY"]
        build = pathlib.Path(self.build_temp).resolve() / "core"
        kind = "Debug" if self.debug else "Release"
        run("cmake", "-S", ROOT, "-B", build, f"-DCMAKE_BUILD_TYPE={kind}", "-DDLOPT_BUILD_SHARED=OFF", "-DDLOPT_BUILD_TOOLS=OFF")
        run("cmake", "--build", build, "--parallel", os.environ.get("DLOPT_BUILD_JOBS", os.cpu_count() or 1))
        return str(build / "libdlopt.a")

    def wrapper(self):
        target = pathlib.Path(self.build_temp).resolve() / "native_wrap.c"
        target.parent.mkdir(parents=True, exist_ok=True)
        run("swig", "-python", "-DSWIGWORDSIZE64", f"-I{HERE}", f"-I{ROOT / 'include'}", "-o", target, HERE / "native.i")
        return str(target)

    def build_extension(self, ext):
        ext.sources = [*SOURCES, self.wrapper()]
        ext.extra_objects = [self.core()]
        super().build_extension(ext)
        if not self.inplace:  # what is compiled in has licences that go with it
            for name in ("LICENSE", "LICENSE.third-party"):
                shutil.copy(ROOT / name, pathlib.Path(self.get_ext_fullpath(ext.name)).parent / name)


# The core's names stay inside, so that another copy of the library can live in the same process. Its code is C++ without the C++ library.
NATIVE = Extension(
    "dlopt._native",
    sources=SOURCES,
    include_dirs=[str(HERE), str(ROOT / "include")],
    define_macros=[("DLOPT_API", "")],
    extra_compile_args=["-std=gnu11", "-fvisibility=hidden", "-fno-strict-aliasing"],
    extra_link_args=["-Wl,--exclude-libs,ALL", "-Wl,--no-undefined-version", "-pthread"],
)

WORK.mkdir(parents=True, exist_ok=True)
setup(ext_modules=[NATIVE], cmdclass={"build_ext": Build}, options={"build": {"build_base": str(WORK)}, "egg_info": {"egg_base": str(WORK)}})
