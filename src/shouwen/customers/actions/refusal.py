"""Why a dossier cannot be changed as asked."""


class CustomerRefused(ValueError):
    """The message says what to do; a page may put `text` into its own language before `given` is filled in."""

    def __init__(self, text: str, **given: str) -> None:
        super().__init__(text % given if given else text)
        self.text = text
        self.given = given
