"""What the test cells of an exercise use, on both sides of the sandbox's wall."""
