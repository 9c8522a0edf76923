"""条款执行: how each clause is kept, with the cases behind every figure."""
