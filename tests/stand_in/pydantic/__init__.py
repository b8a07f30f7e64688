"""For tests alone: as much of pydantic 2 as the course asks for, written in Python.

No package of a registry holds NumPy and pydantic_core for the same Python of a browser; Pyodide's own release has both.
So tests in a browser run on this, and `test_static.py` holds it to pydantic itself. Nothing outside tests/ uses it.
"""

import json
import math
import types
from functools import partial
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin, get_type_hints

from pydantic_core import PydanticKnownError, PydanticUndefined

from pydantic.fields import FieldInfo

CONFIG = "model_config"
JsonValue = Any
GetCoreSchemaHandler = GetJsonSchemaHandler = ValidationInfo = object
Field, ConfigDict = FieldInfo, dict


class ValidationError(ValueError):
    """All that is wrong with data."""

    def __init__(self, errors):
        super().__init__(str(errors))
        self._errors = errors

    def errors(self, **_asked):
        """Return each error with its kind and place."""
        return self._errors


class WrongError(Exception):
    """What is wrong with a value, by the place of each."""

    def __init__(self, *errors):
        super().__init__(errors)
        self.errors = errors

    def at(self, place):
        """Return the same errors, of a part at this place."""
        return [{**one, "loc": (place, *one["loc"])} for one in self.errors]


def _wrong(kind, value, **context):
    return WrongError({"type": kind, "loc": (), "msg": kind, "input": value, **({"ctx": context} if context else {})})


def model_validator(*, mode):
    """Mark a method that looks at a whole model once its fields are there."""
    assert mode == "after"

    def mark(check):
        check.looks_after = True
        return check

    return mark


class BeforeValidator:
    """A function through which a value goes before it is checked."""

    def __init__(self, change):
        self.change = change


# Values


def _each(places, check):
    """Check values at their places; return them, or raise all that is wrong."""
    made, wrong = [], []
    for place, value in places:
        try:
            made.append(check(place, value))
        except WrongError as one:
            wrong += one.at(place)
    if wrong:
        raise WrongError(*wrong)
    return made


def _value(hint, value, config):
    """Return a value as a type wants it."""
    origin, args = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin is Literal:
        return _literal(args, value)
    if origin in MADE_OF:
        return MADE_OF[origin](args, value, config)
    is_model = isinstance(hint, type) and issubclass(hint, BaseModel)
    return _model(hint, value) if is_model else _plain(hint, value, config)


def _annotated(args, value, config):
    for mark in args[1:]:
        if hasattr(mark, "__get_pydantic_core_schema__"):
            return _checked_by(mark.__get_pydantic_core_schema__(args[0], None), value)
    for mark in args[1:]:
        if isinstance(mark, BeforeValidator):
            value = _changed(mark.change, value)
    value = _value(args[0], value, config)
    for mark in args[1:]:
        for bound in mark.metadata if isinstance(mark, FieldInfo) else ():
            _bound(bound, value)
    return value


def _changed(change, value):
    try:
        return change(value)
    except ValueError as error:
        raise _wrong("value_error", value, error=error) from None


def _checked_by(schema, value):
    how, check = schema
    try:
        return check(value, types.SimpleNamespace(mode="json")) if how == "info" else check(value)
    except PydanticKnownError as error:
        raise _wrong(error.type, value, **error.context) from None
    except ValidationError as error:
        raise WrongError(*error.errors()) from None


def _one_of(args, value, config):
    if value is None and type(None) in args:
        return None
    kinds, wrong = [one for one in args if one is not type(None)], []
    for kind in kinds:
        try:
            return _value(kind, value, config)
        except WrongError as one:
            wrong += one.errors if len(kinds) == 1 else one.at(getattr(kind, "__name__", str(kind)))
    raise WrongError(*wrong)


def _literal(args, value):
    if any(value == one and type(value) is type(one) for one in args):
        return value
    *most, last = map(repr, args)
    raise _wrong("literal_error", value, expected=f"{', '.join(most)} or {last}" if most else last)


def _tuple(args, value, config):
    if not isinstance(value, list | tuple):
        raise _wrong("tuple_type", value)
    if args[1:] == (...,):
        return tuple(_each(enumerate(value), lambda _, one: _value(args[0], one, config)))
    if len(value) < len(args):
        raise WrongError(*({**_wrong("missing", value).errors[0], "loc": (at,)} for at in range(len(value), len(args))))
    if len(value) > len(args):
        raise _wrong("too_long", value, max_length=len(args), actual_length=len(value), field_type="Tuple")
    return tuple(_each(enumerate(value), lambda at, one: _value(args[at], one, config)))


def _list(args, value, config):
    if not isinstance(value, list):
        raise _wrong("list_type", value)
    return _each(enumerate(value), lambda _, one: _value(args[0], one, config))


def _dict(args, value, config):
    if not isinstance(value, dict):
        raise _wrong("dict_type", value)
    made = _each(value.items(), lambda key, one: (_value(args[0], key, config), _value(args[1], one, config)))
    return dict(made)


MADE_OF = {
    Annotated: _annotated, Union: _one_of, types.UnionType: _one_of, tuple: _tuple, list: _list, dict: _dict,
}  # fmt: skip


def _model(kind, value):
    if isinstance(value, kind):
        return value
    if not isinstance(value, dict):
        raise _wrong("model_type", value, class_name=kind.__name__)
    return kind.made(value)


NAMES = {float: "float", int: "int", bool: "bool", str: "string"}


def _plain(hint, value, config):
    """Return a number, a text or a truth, as pydantic's strict rules for JSON have it."""
    if hint is float and type(value) is int:
        return float(value)
    if hint is str and isinstance(value, str):
        return value.strip() if config.get("str_strip_whitespace") else value
    if hint in NAMES and type(value) is not hint:
        raise _wrong(f"{NAMES[hint]}_type", value)
    return value


COMPARED = {
    "ge": ("greater_than_equal", lambda value, bound: value >= bound),
    "gt": ("greater_than", lambda value, bound: value > bound),
    "le": ("less_than_equal", lambda value, bound: value <= bound),
    "lt": ("less_than", lambda value, bound: value < bound),
}


def _bound(mark, value):
    """Refuse a value beyond a bound; None has none."""
    ((name, bound),) = vars(mark).items()
    if value is None:
        return
    if name == "allow_inf_nan":
        if not bound and not math.isfinite(value):
            raise _wrong("finite_number", value)
    elif name in COMPARED:
        kind, holds = COMPARED[name]
        if not holds(value, bound):
            raise _wrong(kind, value, **{name: bound})
    elif len(value) < bound if name == "min_length" else len(value) > bound:
        kind = "too_short" if name == "min_length" else "too_long"
        told = (
            {name: bound}
            if isinstance(value, str)
            else {name: bound, "actual_length": len(value), "field_type": "List"}
        )
        raise _wrong(f"string_{kind}" if isinstance(value, str) else kind, value, **told)


# Models


class _Meta(type):
    """Reads a model's fields once they are asked for: types may be named before they are there."""

    @property
    def model_fields(cls):
        """The fields by name, those of base classes first."""
        if "_fields" not in cls.__dict__:
            cls._fields = {name: _field(cls, name, hint) for name, hint in _hints(cls).items()}
            cls.hints_of_fields = _hints(cls)
        return cls.__dict__["_fields"]

    def __call__(cls, **fields):
        try:
            return cls.made(fields)
        except WrongError as wrong:
            raise ValidationError(list(wrong.errors)) from None


def _hints(cls):
    hints = getattr(cls, "_given", None) or get_type_hints(cls, include_extras=True)
    return {
        name: hint
        for name, hint in hints.items()
        if not (get_origin(hint) is ClassVar or name.startswith(("_", CONFIG)))
    }


def _field(cls, name, hint):
    given = getattr(cls, name, PydanticUndefined)
    return (given if isinstance(given, FieldInfo) else FieldInfo(given)).of_type(hint)


class BaseModel(metaclass=_Meta):
    """Data that are checked when they are made."""

    model_config: ClassVar[dict[str, Any]] = {}

    @classmethod
    def made(cls, data):
        """Return a model of these data, or raise all that is wrong."""
        fields = cls.model_fields
        self = object.__new__(cls)
        wrong = [one for name, field in fields.items() for one in self._take(name, field, data)]
        wrong += [
            {"type": "extra_forbidden", "loc": (name,), "msg": "extra_forbidden", "input": value}
            for name, value in data.items()
            if name not in fields
        ]
        if wrong:
            raise WrongError(*wrong)
        self._look_after(data)
        return self

    def _take(self, name, field, data):
        """Take a field's value; return what is wrong with it."""
        if name not in data:
            if field.is_required():
                return [{**_wrong("missing", data).errors[0], "loc": (name,)}]
            self.__dict__[name] = field.get_default()
            return []
        try:
            value = _value(type(self).hints_of_fields[name], data[name], self.model_config)
            own = getattr(type(self), name, None)
            for bound in own.metadata if isinstance(own, FieldInfo) else ():
                _bound(bound, value)
        except WrongError as one:
            return one.at(name)
        self.__dict__[name] = value
        return []

    def _look_after(self, data):
        names = dict.fromkeys(name for kind in reversed(type(self).__mro__) for name in vars(kind))
        for name in names:
            check = getattr(type(self), name, None)
            if getattr(check, "looks_after", False):
                try:
                    check(self)
                except ValueError as error:
                    raise _wrong("value_error", data, error=error) from None

    @classmethod
    def model_construct(cls, **data):
        """Return a model of data that are not checked; what has a default may be left out."""
        self = object.__new__(cls)
        for name, field in cls.model_fields.items():
            if name in data or not field.is_required():
                self.__dict__[name] = data[name] if name in data else field.get_default()
        return self

    @classmethod
    def model_json_schema(cls):
        """Return the schema that pydantic itself gives, which was packed with this stand-in (released.py)."""
        return json.loads(Path(__file__).with_name("schemas.json").read_text("utf-8"))[
            f"{cls.__module__}.{cls.__qualname__}"
        ]

    @classmethod
    def model_validate(cls, data, strict=None):
        """Return a model of these data."""
        del strict
        try:
            return _model(cls, data)
        except WrongError as wrong:
            raise ValidationError(list(wrong.errors)) from None

    @classmethod
    def model_validate_json(cls, text, strict=None):
        """Return a model of this JSON."""
        return cls.model_validate(json.loads(text), strict=strict)

    def model_copy(self, *, update=None):
        """Return a copy with other values, unchecked."""
        copy = object.__new__(type(self))
        fields = {name: self.__dict__[name] for name in type(self).model_fields}
        copy.__dict__.update(fields | (update or {}))
        return copy

    def model_dump(self, *, mode="python", exclude_none=False, exclude_defaults=False, exclude=()):
        """Return plain data."""
        dump = partial(_dumped, mode=mode, exclude_none=exclude_none, exclude_defaults=exclude_defaults)
        own = type(self).model_fields
        fields = {name: (field, self.__dict__[name]) for name, field in own.items() if name not in exclude}
        return {
            name: dump(value)
            for name, (field, value) in fields.items()
            if not (exclude_none and value is None)
            and not (exclude_defaults and not field.is_required() and value == field.get_default())
        }

    def __setattr__(self, name, value):
        raise ValidationError([{"type": "frozen_instance", "loc": (name,), "msg": "frozen_instance", "input": value}])

    def __iter__(self):
        return ((name, getattr(self, name)) for name in type(self).model_fields)

    def __eq__(self, other):
        return type(self) is type(other) and all(
            self.__dict__[name] == other.__dict__[name] for name in type(self).model_fields
        )

    def __hash__(self):
        return hash((type(self), *(self.__dict__[name] for name in type(self).model_fields)))

    def __repr__(self):
        fields = ", ".join(f"{name}={self.__dict__[name]!r}" for name in type(self).model_fields)
        return f"{type(self).__name__}({fields})"


def _dumped(value, *, mode, **how):
    if isinstance(value, BaseModel):
        return value.model_dump(mode=mode, **how)
    if isinstance(value, dict):
        return {key: _dumped(one, mode=mode, **how) for key, one in value.items()}
    if isinstance(value, list | tuple):
        made = [_dumped(one, mode=mode, **how) for one in value]
        return made if mode == "json" or isinstance(value, list) else tuple(made)
    return value


def create_model(name, **given):
    """Return a model with these fields, each a type and a default."""
    config = given.pop("__config__", {})
    defaults = {key: default for key, (_, default) in given.items()}
    hints = {key: hint for key, (hint, _) in given.items()}
    return _Meta(name, (BaseModel,), {"_given": hints, **defaults, CONFIG: config})
