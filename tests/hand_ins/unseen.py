"""Classes whose results were fixed by somebody who has not seen the code that reads them."""

from hand_ins.trying import HandedInClass
from hand_ins.unseen_brothers import BROTHERS
from hand_ins.unseen_classes import CLASSES_OF_ALL_KINDS
from hand_ins.unseen_forms import FORMS
from hand_ins.unseen_names import NAMED
from hand_ins.unseen_platforms import PLATFORMS
from hand_ins.unseen_refused import REFUSED
from hand_ins.unseen_several import SEVERAL
from hand_ins.unseen_typed import TYPED
from hand_ins.unseen_whose import WHOSE

__all__ = ["CLASSES"]

CLASSES: tuple[HandedInClass, ...] = (
    *CLASSES_OF_ALL_KINDS,
    *TYPED,
    *SEVERAL,
    *FORMS,
    *WHOSE,
    *NAMED,
    *PLATFORMS,
    *REFUSED,
    *BROTHERS,
)
