"""开始使用: the pages that lead an administrator from an empty installation to the first case."""
