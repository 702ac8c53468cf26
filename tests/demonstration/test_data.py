from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

import pytest

from fairs.demonstration import reading
from fairs.demonstration.reading import read_meetup, read_network, read_salon
from fairs.models.organisation import Cooperation
from fairs.models.participant import Level, State

if TYPE_CHECKING:
    from collections.abc import Callable

    from fairs.demonstration.reading import Meetup, Network, Occasion, Organisation, Salon

OVER_ASKED = ("centre-hospitalier", "ville-d-ormeray", "fondation-brelloise", "watts-d-aubrelle")


@pytest.fixture(scope="module")
def salon() -> Salon:
    return read_salon()


@pytest.fixture(scope="module")
def meetup() -> Meetup:
    return read_meetup()


@pytest.fixture(scope="module")
def network() -> Network:
    return read_network()


def approved(salon: Salon) -> dict[str, Organisation]:
    return {each.key: each for each in salon.organisations if each.person.state == "approved"}


def meetable(salon: Salon) -> dict[frozenset[str], tuple[str, ...]]:
    """Pairs that become requests, by the default of FORMATS, section 5."""
    pairs: dict[frozenset[str], tuple[str, ...]] = {}
    for interest in salon.interests:
        pair = frozenset((interest.wisher, interest.wished))
        pairs[pair] = (*pairs.get(pair, ()), interest.level)
    return {pair: levels for pair, levels in pairs.items() if "never" not in levels and levels != ("open",)}


def slots_of(salon: Salon, organisation: Organisation) -> int:
    """How many meetings fit into the blocks outside the person's absences."""
    starts = [
        (minute, minute + block.meeting_minutes)
        for block in salon.blocks
        for minute in range(
            minutes(block.starts),
            minutes(block.ends) - block.meeting_minutes + 1,
            block.meeting_minutes + block.pause_minutes,
        )
    ]
    absences = [(minutes(start), minutes(end)) for start, end in organisation.person.absent]
    return sum(all(end <= away or back <= start for away, back in absences) for start, end in starts)


def minutes(time: reading.time) -> int:
    return time.hour * 60 + time.minute


def test_about_sixty_organisations_of_every_family_take_part(salon: Salon) -> None:
    assert Counter(each.family for each in salon.organisations) == {
        "ess": 25,
        "classic": 16,
        "public": 7,
        "support": 6,
        "funder": 4,
        "citizen": 5,
    }
    assert set(get_args(reading.Family)) == {each.family for each in salon.organisations}


def test_some_registrations_still_wait(salon: Salon) -> None:
    states = Counter(each.person.state for each in salon.organisations)
    assert states == {"approved": 54, "confirmed": 5, "received": 4}


def test_each_organisation_has_its_own_key_name_address_and_page(salon: Salon) -> None:
    for values in (
        [each.key for each in salon.organisations],
        [each.name for each in salon.organisations],
        [each.person.email for each in salon.organisations],
        [each.person.name for each in salon.organisations],
        [each.website for each in salon.organisations],
    ):
        assert len(values) == len(set(values))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.key) for each in salon.organisations)


def test_no_address_can_belong_to_anybody(salon: Salon, network: Network) -> None:
    addresses = [
        *(each.person.email for each in salon.organisations),
        *(each.email for each in network.organisers),
        network.contact_email,
    ]
    assert [a for a in addresses if not re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", a)] == []
    pages = [network.website, *(each.website for each in salon.organisations)]
    assert [page for page in pages if not re.fullmatch(r"https://[a-z0-9-]+\.example", page)] == []


def test_a_person_writes_from_the_domain_of_the_organisation(salon: Salon) -> None:
    strangers = [
        each.key
        for each in salon.organisations
        if each.person.email.split("@")[1] != each.website.removeprefix("https://")
    ]
    assert strangers == []


def test_everyone_says_what_they_offer_and_need(salon: Salon) -> None:
    for each in salon.organisations:
        assert 1 <= len(each.offers) <= 3, each.key
        assert 1 <= len(each.needs) <= 3, each.key
        assert each.pitch.endswith("."), each.key
        assert all((each.legal_form, each.town, each.person.role)), each.key
    listings = [listing for each in salon.organisations for listing in (*each.offers, *each.needs)]
    assert {listing.kind for listing in listings} == set(get_args(reading.Cooperation))
    assert [listing.text for listing in listings if not listing.text.endswith(".")] == []


def test_people_speak_french_and_english(salon: Salon) -> None:
    assert Counter(each.person.language for each in salon.organisations) == {"fr": 57, "en": 6}


def test_the_words_are_those_of_the_product() -> None:
    assert get_args(reading.Cooperation) == get_args(Cooperation)
    assert get_args(reading.Level) == get_args(Level)
    assert set(get_args(reading.State)) < set(get_args(State))


def test_no_line_of_french_begins_with_its_punctuation() -> None:
    for occasion in (read_salon(), read_meetup()):
        french = occasion.texts[0]
        words = (french.title, french.summary, french.who_comes, french.how_it_works, french.programme)
        assert [text for text in words if re.search(r" [:;!?»]|« ", text)] == []


def test_absences_lie_within_the_day(salon: Salon) -> None:
    absent = {each.key: each.person.absent for each in salon.organisations if each.person.absent}
    assert len(absent) == 9
    for absences in absent.values():
        assert all(salon.starts <= start < end <= salon.ends for start, end in absences)


def test_wishes_are_between_two_people_who_take_part(salon: Salon) -> None:
    known = approved(salon)
    assert 190 <= len(salon.interests) <= 230
    for interest in salon.interests:
        assert interest.wisher in known
        assert interest.wished in known
        assert interest.wisher != interest.wished
        assert interest.why.endswith((".", "?")), interest
    assert len(salon.interests) == len({(i.wisher, i.wished) for i in salon.interests})


def test_wishes_have_every_level_and_few_nevers(salon: Salon) -> None:
    levels = Counter(interest.level for interest in salon.interests)
    assert set(levels) == set(get_args(reading.Level))
    assert levels["never"] == 4


def test_about_half_of_the_wishes_are_mutual(salon: Salon) -> None:
    directed = {(interest.wisher, interest.wished) for interest in salon.interests}
    mutual = sum((wished, wisher) in directed for wisher, wished in directed)
    assert 0.45 <= mutual / len(directed) <= 0.55


def test_three_people_declared_no_wish(salon: Salon) -> None:
    silent = set(approved(salon)) - {interest.wisher for interest in salon.interests}
    assert silent == {"troc-temps", "laiterie-de-bellecombe", "lycee-des-metiers-du-bois"}


def test_the_popular_are_wished_by_more_than_they_can_meet(salon: Salon) -> None:
    asked = Counter(key for pair in meetable(salon) for key in pair)
    known = approved(salon)
    room = {key: slots_of(salon, known[key]) for key in asked}
    assert {key for key in asked if asked[key] > room[key]} == set(OVER_ASKED)


def test_the_grid_can_hold_most_wishes_but_not_all(salon: Salon) -> None:
    grid = slots_of(salon, approved(salon)["recyclerie-du-lavoir"]) * len(salon.tables)
    assert grid == 13 * 12
    assert grid * 0.9 <= len(meetable(salon)) <= grid * 1.1


def test_tables_are_told_apart_and_most_are_accessible(salon: Salon) -> None:
    assert len(salon.tables) == len({table.label for table in salon.tables}) == 12
    assert sum("accessible" in table.tags for table in salon.tables) == 10
    assert all(table.seats >= 2 for table in salon.tables)


def test_the_meetup_gathers_people_of_the_salon(salon: Salon, meetup: Meetup) -> None:
    assert len(meetup.registered) == len(set(meetup.registered)) == 14
    assert set(meetup.registered) <= set(approved(salon))


@pytest.mark.parametrize("read", [read_salon, read_meetup])
def test_both_speak_french_and_english_in_full(read: Callable[[], Occasion]) -> None:
    occasion = read()
    assert [text.language for text in occasion.texts] == ["fr", "en"]
    for text in occasion.texts:
        assert all((text.title, text.summary, text.who_comes, text.how_it_works, text.programme))
        assert all(re.match(r"\d\d:\d\d \w", line) for line in text.programme.splitlines())
    french, english = occasion.texts
    assert french.title != english.title
    assert french.programme.count("\n") == english.programme.count("\n")
    assert french.how_it_works.count("\n\n") == english.how_it_works.count("\n\n")
    assert ZoneInfo(occasion.timezone)
    assert occasion.starts < occasion.ends


def test_the_network_has_somebody_to_run_both(network: Network) -> None:
    assert network.organisers[0].email == "francoise@aubrelle-solidaire.example"
    assert [organiser.may for organiser in network.organisers] == ["owner", "organiser", "desk", "viewer"]
