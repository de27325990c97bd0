"""Green Shoots reads what public bodies say, keeps what they can be held to, and traces what became of it."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("greenshoots")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0.0.0"
