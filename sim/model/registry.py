"""Registries: the kinds of acts or of events, by their names in files."""

import json
from typing import Any, ClassVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationInfo
from pydantic_core import CoreSchema, PydanticKnownError, core_schema

from sim.model.frozen import Frozen
from sim.model.ledger import CAUSES
from sim.texts.words import say

# Words that the diary uses for commitments and partners; no kind of act or event may have such a name.
DIARY = ("late", "broken", "warned", "asked", "complained", "left")


class Registry(dict[str, type[Frozen]]):
    """The kinds of acts or events by name, in the catalogue's order; `Annotated[Act, ACTS]` validates any of them.

    A kind is looked up when an entry is validated, so that models also accept kinds registered after their definition.

    Attributes:
        field: the field that names the kind in files, such as act. base: the base class of all kinds.
    """

    taken: ClassVar[set[str]] = {*CAUSES, *DIARY}

    def __init__(self, field: str, base: type[Frozen]) -> None:
        super().__init__()
        self.field, self.base = field, base

    def __hash__(self) -> int:
        return id(self)

    def add(self, kind: type[Frozen]) -> str:
        """Add a kind and return its name.

        Raises:
            ValueError: it has no name, or one that is taken.
        """
        field = kind.model_fields.get(self.field)
        name = field.default if field else ""
        if not name:
            raise ValueError(say("refused_act.no_name", kind=kind.__name__, field=self.field))
        if name in Registry.taken:
            told = "refused_act.taken" if name in self else "refused_act.taken_elsewhere"
            raise ValueError(say(told, kind=kind.__name__, field=self.field, name=repr(name)))
        Registry.taken.add(name)
        self[name] = kind
        return name

    def named(self, name: object) -> type[Frozen] | None:
        """Return the kind of this name, if there is one."""
        return self.get(name) if isinstance(name, str) else None

    def _checked(self, value: Any, info: ValidationInfo) -> Frozen:
        if isinstance(value, self.base):
            return value
        if not isinstance(value, dict):
            raise PydanticKnownError("model_attributes_type")
        discriminator = f"'{self.field}'"
        if self.field not in value:
            raise PydanticKnownError("union_tag_not_found", {"discriminator": discriminator})
        kind = self.named(value[self.field])
        if kind is None:
            told = {"tag": str(value[self.field]), "expected_tags": ", ".join(map(repr, self))}
            raise PydanticKnownError("union_tag_invalid", {"discriminator": discriminator} | told)
        if info.mode == "json":  # JSON validation is strict, but accepts a list as a tuple
            return kind.model_validate_json(json.dumps(value), strict=True)
        return kind.model_validate(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(self._checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"oneOf": [handler(kind.__pydantic_core_schema__) for kind in self.values()]}
