"""Giving a request a place at the cost of others, compiled (see ``moves``)."""

from scheduling.board import MOST_EJECTED, Board, State
from scheduling.compiled import compiled
from scheduling.moves import TRIES, Factors, cost, draw, put, take, takes_room, uphill


@compiled
def eject(board: Board, state: State, request: int) -> bool:
    """Put a request out and remember where it stood, unless it must stay."""
    step = state.undo_number[0]
    if board.locked[request] or step >= MOST_EJECTED:
        return False
    state.undo[step, 0] = request
    state.undo[step, 1] = state.option[request]
    state.undo[step, 2] = state.slot[request]
    state.undo_number[0] = step + 1
    take(board, state, request)
    return True


@compiled
def restore(board: Board, state: State) -> None:
    """Give back what was put out, the last first."""
    for n in range(state.undo_number[0] - 1, -1, -1):
        put(board, state, state.undo[n, 0], state.undo[n, 1], state.undo[n, 2])


@compiled
def free_people(board: Board, state: State, option: int, slot: int) -> bool:
    """Put out what the attendees do in this slot."""
    for k in range(board.people_of[option], board.people_of[option + 1]):
        held = state.at[board.people[k], slot]
        if held >= 0 and not eject(board, state, held):
            return False
    return True


@compiled
def free_tables(board: Board, state: State, option: int, slot: int) -> bool:
    """Put out meetings drawn by lot until a suitable table is free."""
    for k in range(board.sets_of[option], board.sets_of[option + 1]):
        tables, tries = board.sets[k], 0
        while state.load[tables, slot] >= board.room[tables, slot]:
            tries += 1
            if tries > TRIES or state.held_number[slot] == 0:
                return False
            held = state.held[slot, draw(state.random, state.held_number[slot])]
            if (
                takes_room(board.sets_of, board.sets, state.option[held], tables)
                and not board.locked[held]
                and not eject(board, state, held)
            ):
                return False
    return True


@compiled
def relieve(board: Board, state: State, option: int) -> bool:
    """Put out meetings, drawn by lot, of those attendees who have as many as they can bear."""
    for k in range(board.people_of[option], board.people_of[option + 1]):
        party, tries = board.people[k], 0
        asks = board.asks_of[party + 1] - board.asks_of[party]
        while state.attended[party] >= board.most[party]:
            tries += 1
            if tries > 4 * TRIES:
                return False
            held = board.asks[board.asks_of[party] + draw(state.random, asks)]
            slot = state.slot[held]
            attends = slot >= 0 and state.at[party, slot] == held
            if attends and not board.locked[held] and not eject(board, state, held):
                return False
    return True


@compiled
def weight_in_the_way(board: Board, state: State, option: int, slot: int) -> tuple[int, int]:
    """The weight of what the attendees do in this slot, and how many people would see a change."""
    weight, people, last = 0, 0, -1
    for k in range(board.people_of[option], board.people_of[option + 1]):
        people += 1
        held = state.at[board.people[k], slot]
        if held >= 0 and held != last:
            last = held
            weight += board.weight[held]
            people += board.people_of[state.option[held] + 1] - board.people_of[state.option[held]]
    return weight, people


@compiled
def insert(
    board: Board,
    state: State,
    request: int,
    option: int,
    slot: int,
    temperature: float,
    factors: Factors,
) -> bool:
    """Try to hold a request so, wherever it stood before; whether it was done."""
    if not board.allowed[option, slot] or board.locked[request]:
        return False
    limit, before = uphill(state.random, temperature), cost(state.totals, factors)
    if board.plain[0] and state.slot[request] < 0:  # no gain in breaks can make up for too much weight
        weight, people = weight_in_the_way(board, state, option, slot)
        gain = people + (factors[1] + factors[2]) * board.required[request]
        if factors[0] * (weight - board.weight[request]) - gain > limit:
            return False
    state.undo_number[0] = 0
    if state.slot[request] >= 0:
        eject(board, state, request)
    ready = free_people(board, state, option, slot) and free_tables(board, state, option, slot)
    if not (ready and relieve(board, state, option)):
        restore(board, state)
        return False
    put(board, state, request, option, slot)
    if cost(state.totals, factors) - before <= limit:
        return True
    take(board, state, request)
    restore(board, state)
    return False


@compiled
def drop(board: Board, state: State, request: int, temperature: float, factors: Factors) -> bool:
    """Try to give up a request that has a place; whether it was done."""
    if state.slot[request] < 0 or board.locked[request]:
        return False
    before = cost(state.totals, factors)
    state.undo_number[0] = 0
    eject(board, state, request)
    if cost(state.totals, factors) - before <= uphill(state.random, temperature):
        return True
    restore(board, state)
    return False
