"""What a person can do about a failure, as data: screens show it as a key or button, verbs as a command."""

from enum import Enum


class Way(Enum):
    """One possible next step, named for what it does. Its name in small letters is its code in JSON."""

    REFRESH = "refresh"
    TEST = "test again"
    EXPLAIN = "see why"
    STEPS = "open the checklist"
    AUTHORIZE = "authorize again"
    KEEP_UNUSUAL = "store it as it is"
    EDIT_APPLICATION = "edit the application"
    EDIT_ACCOUNT = "edit the account"
    DATE_SECRET = "note the date"
    ROTATE = "rotate the client secret"
    FREE_SLOT = "free a slot"
    FIND_REGION = "find the region"
    SHOW = "show the token"
    GIVE_PASSPHRASE = "give the passphrase"
    NEW_VAULT = "create a vault"
    OTHER_VAULT = "use another vault"
    BACK_UP = "write a backup"
    DRILL = "try a recovery"
    RESTORE = "restore a backup"
    SALVAGE = "salvage what can be read"
    TAKE_ROWS = "recover only its rows"
    GUARD = "guard it"
    LEAK = "finish the steps for the leak"
    SIMULATE = "start the simulator"
    LIST = "see what there is"
    FORMATS = "see the formats"

    @property
    def code(self) -> str:
        """The code that programs use."""
        return self.name.lower()
