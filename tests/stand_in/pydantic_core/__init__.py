"""For tests alone: what the course asks of pydantic_core, written in Python (see ../pydantic/__init__.py)."""

from typing import Any

__all__ = ["CoreSchema", "PydanticKnownError", "PydanticUndefined", "core_schema"]

CoreSchema = tuple
PydanticUndefined = object()


class PydanticKnownError(Exception):
    """An error of one of pydantic's own kinds."""

    def __init__(self, kind: str, context: dict[str, Any] | None = None) -> None:
        super().__init__(kind)
        self.type, self.context = kind, context or {}


class core_schema:  # noqa: N801 - a module there
    """How a value is validated: by a function of ours."""

    @staticmethod
    def with_info_plain_validator_function(check: Any) -> CoreSchema:
        """Validate by a function of a value and of how it came."""
        return ("info", check)

    @staticmethod
    def no_info_plain_validator_function(check: Any) -> CoreSchema:
        """Validate by a function of a value."""
        return ("plain", check)
