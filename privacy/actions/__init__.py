"""Everything that is done with people's data. One verb, one function; in lots, each a transaction."""

from privacy.actions.anonymisation import Count, anonymise, count
from privacy.actions.purging import purge, would_purge

__all__ = ["Count", "anonymise", "count", "purge", "would_purge"]
