"""The store looked after: what it holds, its health, taking data back."""
