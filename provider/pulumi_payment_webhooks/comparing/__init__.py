"""How two environments differ: two stacks, or a stack and what exists at a platform. Pure: no I/O."""
