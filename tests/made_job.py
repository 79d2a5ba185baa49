"""A job for tests of the command, in a module that a process of its own imports at once."""


def do_nothing(job, device: str) -> dict:
    return {"seed": job.seed}
