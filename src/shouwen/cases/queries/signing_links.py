"""Whether what stands behind a signing link is still what the case says."""

from shouwen.cases.queries.papers import hash_now
from shouwen.documents.queries import LinkRow


def is_current(link: LinkRow) -> bool:
    """An issued paper never changes; a form of the case may have been filled again since."""
    if link.document is not None:
        return True
    try:
        return hash_now(link.subject, link.paper) == link.content_hash
    except KeyError:
        # The case moved to an edition without this form.
        return False
