"""Why a dossier cannot be changed as asked."""


class CustomerRefused(ValueError):
    """The message says what to do."""
