"""管理: people, units, posts, rights, the three administrators, channels and the audit log."""
