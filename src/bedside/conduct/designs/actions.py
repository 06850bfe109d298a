"""Everything that is written of simulations: that one begins, goes on or is stopped."""

from __future__ import annotations

from bedside.conduct.designs import running
from bedside.conduct.designs.asked import read_scenarios
from bedside.conduct.designs.models import Simulation
from bedside.conduct.designs.running import State
from bedside.conduct.study.protocol import latest
from bedside.conduct.study.scenarios import chances_for
from bedside.conduct.trail.keeping import Act, Actor, in_turn, keep, note
from bedside.errors import UsageError
from bedside.simulation.running import MOST_SEED, MOST_TRIALS


@in_turn
def begin(by: Actor, text: str, trials: int, seed: int) -> Simulation:
    """Begin a simulation of the latest version of the protocol, in a process of its own.

    Raises UsageError for a number that is out of range or while another runs, and what `read_scenarios` raises.
    """
    within(trials, "trials", 1, MOST_TRIALS)
    within(seed, "seed", 0, MOST_SEED)
    protocol = latest()
    read_scenarios(text, protocol)
    running.none_at_work()
    row = Simulation(
        version=protocol.version, hash=protocol.hash, scenarios=text, chances=chances_for(protocol), trials=trials,
        seed=seed,
    )  # fmt: skip
    return keep(Act(by, "begin simulation", place=f"protocol {protocol.version}"), row)


def go_on(by: Actor, simulation: Simulation) -> None:
    """Let a simulation that was stopped, or that failed, go on. Raises UsageError for one that is done or while one
    runs."""
    if running.standing(simulation).state is State.DONE:
        raise UsageError("this simulation is done.", "simulation", "Begin another simulation.")
    running.none_at_work()
    note(Act(by, "go on with simulation", place=str(simulation.pk)))
    running.start(simulation)


def stop(by: Actor, simulation: Simulation) -> None:
    """Stop a simulation that runs. Raises UsageError for one that does not."""
    if running.at_work() != simulation.pk:
        raise UsageError("this simulation does not run.", "simulation", "Let it go on, or begin another simulation.")
    note(Act(by, "stop simulation", place=str(simulation.pk)))
    running.stop(simulation)


def within(number: int, name: str, low: int, high: int) -> None:
    """Raises UsageError for a number out of range."""
    if not low <= number <= high:
        raise UsageError(f"{number} is out of range.", name, f"Give a whole number from {low} to {high}.")
