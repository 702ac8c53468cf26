"""The two moves of the search, compiled.

*Swap*: take two slots; the meetings in them that hang together by the people they share form a chain.
Exchanging the slots of a whole chain keeps everybody free of conflict, whatever the number of attendees;
only those people change their pattern who have a meeting of the chain in one of the two slots and nothing
in the other. *Insert*: give a request a place and put out whatever stands in its way.
"""

import math

from scheduling.board import BREAKS, LACKING, OUT, WORD, WRONG, Board, Bools, Ints, State
from scheduling.compiled import compiled

Factors = tuple[float, float, float]
"""The prices, in breaks, of a unit of weight left out, of a rule broken, of a meeting lacking."""
MULTIPLIER = 1_791_398_085
LOW_WORD = 0xFFFFFFFF
TRIES = 8
"""How often a random meeting is drawn before a search for one to put out is given up."""


@compiled
def draw(random: Ints, number: int) -> int:
    """A number from 0 up to, not including, ``number`` (Marsaglia's multiply-with-carry)."""
    random[0] = MULTIPLIER * (random[0] & LOW_WORD) + (random[0] >> 32)
    return int(((random[0] & LOW_WORD) * number) >> 32)


@compiled
def uphill(random: Ints, temperature: float) -> float:
    """By how much the cost may rise this time."""
    random[0] = MULTIPLIER * (random[0] & LOW_WORD) + (random[0] >> 32)
    return -temperature * math.log((float(random[0] & LOW_WORD) + 1.0) / 4294967296.0)


@compiled
def count_breaks(mask: Ints, new_day: Bools) -> int:
    """Runs of busy slots beyond the first of each day."""
    runs = breaks = carry = 0
    for word in range(len(mask)):
        if new_day[word]:
            breaks += max(runs - 1, 0)
            runs = carry = 0
        starts = mask[word] & ~((mask[word] << 1) | carry)
        carry = (mask[word] >> (WORD - 1)) & 1
        while starts:
            starts &= starts - 1
            runs += 1
    return breaks + max(runs - 1, 0)


@compiled
def takes_room(sets_of: Ints, sets: Ints, option: int, tables: int) -> bool:
    """Whether a meeting held so takes room in a table set; those of an option lie between two ``sets_of``."""
    found = False
    for k in range(sets_of[option], sets_of[option + 1]):
        found = found or sets[k] == tables
    return found


@compiled
def unfair(window: Ints, breaks: int, count: int) -> int:
    """By how many breaks a party stands outside of the fairness window."""
    if count == 0:
        return 0
    return int(max(breaks - window[1], 0) + max(window[0] - breaks, 0))


@compiled
def renew(board: Board, state: State, party: int, change: int) -> None:
    """Bring a party's numbers up to date after its pattern, and its count by ``change``, have changed."""
    count, breaks = state.attended[party], state.breaks[party]
    unfairness, lacking = unfair(board.window, breaks, count), max(board.least[party] - count, 0)
    state.attended[party] = count + change
    state.breaks[party] = count_breaks(state.mask[party], board.new_day)
    state.totals[BREAKS] += state.breaks[party] - breaks
    count, breaks = state.attended[party], state.breaks[party]
    lacking = max(board.least[party] - count, 0) - lacking
    state.totals[LACKING] += lacking
    state.totals[WRONG] += lacking + unfair(board.window, breaks, count) - unfairness


@compiled
def disorder(board: Board, state: State, request: int, seen: int) -> int:
    """The broken orders of a request; those of which the later one is stamped ``seen`` are counted there."""
    slot, wrong = state.slot[request], 0
    if slot >= 0:
        for k in range(board.before_of[request], board.before_of[request + 1]):
            held = state.slot[board.before[k]]
            wrong += held < 0 or held >= slot
    for k in range(board.later_of[request], board.later_of[request + 1]):
        other = board.later[k]
        if state.slot[other] >= 0 and state.stamp[other] != seen:
            wrong += slot < 0 or slot >= state.slot[other]
    return wrong


@compiled
def put(board: Board, state: State, request: int, option: int, slot: int) -> None:
    """Give a request that is out a place that is free."""
    wrong = disorder(board, state, request, -1)
    state.slot[request], state.option[request] = slot, option
    state.totals[WRONG] += disorder(board, state, request, -1) - wrong - board.required[request]
    state.totals[LACKING] -= board.required[request]
    state.totals[OUT] -= board.weight[request]
    for k in range(board.people_of[option], board.people_of[option + 1]):
        party = board.people[k]
        state.at[party, slot] = request
        state.mask[party, board.word[slot]] |= board.bit[slot]
        renew(board, state, party, 1)
    for k in range(board.sets_of[option], board.sets_of[option + 1]):
        state.load[board.sets[k], slot] += 1
    state.held[slot, state.held_number[slot]] = request
    state.held_place[request] = state.held_number[slot]
    state.held_number[slot] += 1
    state.out_number[0] -= 1
    last = state.out[state.out_number[0]]
    state.out[state.out_place[request]] = last
    state.out_place[last] = state.out_place[request]


@compiled
def leave_list(state: State, request: int, slot: int) -> None:
    """Strike a request off the list of those held in a slot."""
    state.held_number[slot] -= 1
    last = state.held[slot, state.held_number[slot]]
    state.held[slot, state.held_place[request]] = last
    state.held_place[last] = state.held_place[request]


@compiled
def take(board: Board, state: State, request: int) -> None:
    """Take a request's place away."""
    slot, option = state.slot[request], state.option[request]
    wrong = disorder(board, state, request, -1)
    state.slot[request] = -1
    state.totals[WRONG] += disorder(board, state, request, -1) - wrong + board.required[request]
    state.totals[LACKING] += board.required[request]
    state.totals[OUT] += board.weight[request]
    for k in range(board.people_of[option], board.people_of[option + 1]):
        party = board.people[k]
        state.at[party, slot] = -1
        state.mask[party, board.word[slot]] ^= board.bit[slot]
        renew(board, state, party, -1)
    for k in range(board.sets_of[option], board.sets_of[option + 1]):
        state.load[board.sets[k], slot] -= 1
    leave_list(state, request, slot)
    state.out[state.out_number[0]] = request
    state.out_place[request] = state.out_number[0]
    state.out_number[0] += 1


@compiled
def cost(totals: Ints, factors: Factors) -> float:
    """What the search lowers: all at their prices, breaks as they are."""
    return float(
        totals[BREAKS] + factors[0] * totals[OUT] + factors[1] * totals[WRONG] + factors[2] * totals[LACKING]
    )
