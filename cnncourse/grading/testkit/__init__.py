"""What test cells use, in the student's process; what judges it, in `judging`, stays outside."""
