"""What the dialog of an act asks for besides the reason."""

ACT_FIELDS = {
    "transfer": ("person", "unit"),
    "co_handle": ("person", "unit", "limit"),
    "urge": ("customer",),
    "supervise": ("limit",),
    "suspend": ("until",),
    "extend": ("clock", "until"),
    "merge": ("other",),
    "link": ("other",),
    "approve.remove_signer": ("signer",),
}
