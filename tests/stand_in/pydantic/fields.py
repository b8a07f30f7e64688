"""For tests alone: what is known of a model's field."""

from types import SimpleNamespace
from typing import Annotated, Any, get_args, get_origin

from pydantic_core import PydanticUndefined

BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length", "allow_inf_nan")


class FieldInfo:
    """A field: its type, its default and what holds for its values."""

    def __init__(
        self, default=PydanticUndefined, *, default_factory=None, description=None, json_schema_extra=None, **bounds
    ):
        self.default, self.default_factory = default, default_factory
        self.description, self.json_schema_extra = description, json_schema_extra
        self.metadata = [SimpleNamespace(**{name: bounds[name]}) for name in BOUNDS if name in bounds]
        self.annotation: Any = None

    def is_required(self):
        """Return whether a value must be given."""
        return self.default is PydanticUndefined and self.default_factory is None

    def get_default(self, **_asked):
        """Return the default."""
        return self.default_factory() if self.default_factory else self.default

    def of_type(self, hint):
        """Return a field of this type, which brings its own metadata before these."""
        mine, marks = FieldInfo(self.default, default_factory=self.default_factory), []
        mine.description, mine.json_schema_extra = self.description, self.json_schema_extra
        mine.annotation = get_args(hint)[0] if get_origin(hint) is Annotated else hint
        for mark in get_args(hint)[1:] if get_origin(hint) is Annotated else ():
            marks += mark.metadata if isinstance(mark, FieldInfo) else [mark]
        mine.metadata = [*marks, *self.metadata]
        return mine
