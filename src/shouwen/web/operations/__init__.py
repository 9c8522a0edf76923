"""作业与发件: what the machinery does, for those who look after it."""
