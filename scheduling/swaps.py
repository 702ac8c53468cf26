"""Swapping the two slots of a chain of meetings, compiled (see ``moves``)."""

from scheduling.board import BREAKS, WRONG, Board, State
from scheduling.compiled import compiled
from scheduling.moves import count_breaks, disorder, leave_list, unfair, uphill


@compiled
def grow(board: Board, state: State, first: int, other_slot: int) -> tuple[int, int]:
    """How many members are in ``queue`` and people in ``flips``; no member if the chain must not move."""
    home, mark = state.slot[first], state.stamp[-1] + 1
    state.stamp[-1] = mark
    state.queue[0], state.stamp[first] = first, mark
    members, flipped, done = 1, 0, 0
    while done < members:
        request = state.queue[done]
        done += 1
        target = other_slot if state.slot[request] == home else home
        option = state.option[request]
        if board.locked[request] or not board.allowed[option, target]:
            return 0, 0
        for k in range(board.people_of[option], board.people_of[option + 1]):
            party = board.people[k]
            neighbour = state.at[party, target]
            if neighbour < 0:
                state.flips[flipped] = party
                flipped += 1
            elif state.stamp[neighbour] != mark:
                state.stamp[neighbour] = mark
                state.queue[members] = neighbour
                members += 1
    return members, flipped


@compiled
def has_room(board: Board, state: State, members: int, home: int, other: int) -> bool:
    """Whether the tables suffice in both slots after the swap."""
    net = state.net
    net[:] = 0
    for n in range(members):
        request = state.queue[n]
        step = 1 if state.slot[request] == home else -1
        option = state.option[request]
        for k in range(board.sets_of[option], board.sets_of[option + 1]):
            net[board.sets[k]] += step
    for tables in range(len(board.room)):
        if net[tables] > 0 and state.load[tables, other] + net[tables] > board.room[tables, other]:
            return False
        if net[tables] < 0 and state.load[tables, home] - net[tables] > board.room[tables, home]:
            return False
    return True


@compiled
def broken_orders(board: Board, state: State, members: int) -> int:
    """The orders that the chain breaks, each counted once."""
    wrong = 0
    for n in range(members):
        wrong += disorder(board, state, state.queue[n], state.stamp[-1])
    return wrong


@compiled
def exchange(state: State, members: int, home: int, other: int) -> None:
    """Change the slots of the members, and nothing that follows from it."""
    for n in range(members):
        request = state.queue[n]
        state.slot[request] = other if state.slot[request] == home else home


@compiled
def toggle(board: Board, state: State, flipped: int, home: int, other: int) -> None:
    """Exchange the two slots in the pattern of those who change it."""
    for n in range(flipped):
        party = state.flips[n]
        state.mask[party, board.word[home]] ^= board.bit[home]
        state.mask[party, board.word[other]] ^= board.bit[other]


@compiled
def change(board: Board, state: State, flipped: int) -> tuple[int, int]:
    """By how much breaks and unfairness change with the patterns as they now are."""
    breaks = wrong = 0
    for n in range(flipped):
        party = state.flips[n]
        now, was, count = (
            count_breaks(state.mask[party], board.new_day),
            state.breaks[party],
            state.attended[party],
        )
        breaks += now - was
        wrong += unfair(board.window, now, count) - unfair(board.window, was, count)
    return breaks, wrong


@compiled
def carry_out(board: Board, state: State, members: int, flipped: int, home: int, other: int) -> None:
    """Make everything that follows from the exchanged slots true; ``net`` holds the change of the tables."""
    for n in range(members):
        request = state.queue[n]
        option = state.option[request]
        left = home if state.slot[request] == other else other
        leave_list(state, request, left)
        for k in range(board.people_of[option], board.people_of[option + 1]):
            if state.at[board.people[k], left] == request:
                state.at[board.people[k], left] = -1
    for n in range(members):
        request = state.queue[n]
        option, slot = state.option[request], state.slot[request]
        state.held[slot, state.held_number[slot]] = request
        state.held_place[request] = state.held_number[slot]
        state.held_number[slot] += 1
        for k in range(board.people_of[option], board.people_of[option + 1]):
            state.at[board.people[k], slot] = request
    for tables in range(len(board.room)):
        state.load[tables, other] += state.net[tables]
        state.load[tables, home] -= state.net[tables]
    for n in range(flipped):
        state.breaks[state.flips[n]] = count_breaks(state.mask[state.flips[n]], board.new_day)


@compiled
def swap(
    board: Board, state: State, request: int, other: int, temperature: float, wrong_factor: float
) -> bool:
    """Try to exchange the slots of a request's chain; whether it was done."""
    home = state.slot[request]
    members, flipped = grow(board, state, request, other)
    if members == 0 or not has_room(board, state, members, home, other):
        return False
    ordered = len(board.before) > 1 or board.before_of[-1] > 0
    toggle(board, state, flipped, home, other)
    breaks, wrong = change(board, state, flipped)
    if ordered:
        wrong -= broken_orders(board, state, members)
    exchange(state, members, home, other)
    if ordered:
        wrong += broken_orders(board, state, members)
    rise = breaks + wrong_factor * wrong
    if rise > 0 and rise > uphill(state.random, temperature):
        exchange(state, members, home, other)
        toggle(board, state, flipped, home, other)
        return False
    carry_out(board, state, members, flipped, home, other)
    state.totals[BREAKS] += breaks
    state.totals[WRONG] += wrong
    return True
