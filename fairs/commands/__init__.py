"""What the `maillage` command can do, one module a command, loaded only when it is asked for."""
