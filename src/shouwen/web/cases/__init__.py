"""待办, the list, the case, taking in, and the supervisor's board."""
