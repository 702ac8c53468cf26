"""The engine beside its contestants: the trials, greedy, CP-SAT, a MIP, a MaxSAT solver."""
