"""The version, in one place: the package, its metadata, the report and the User-Agent all read it here."""

__version__ = "0.1.0"
