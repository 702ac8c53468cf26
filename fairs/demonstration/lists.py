"""Two sheets of people that were sent: one is carried out, one waits for somebody to look at its columns."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fairs.demonstration import team
from fairs.domain.importing import acts, carrying_out, receiving
from fairs.domain.importing.checking import look_over
from fairs.outbox import ACTOR

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from fairs.models import Edition, Participant

HEAD = "Structure;Commune;Catégorie;Prénom Nom;Fonction;Courriel"
FAULTY = (
    "Les Ruchers du Val;Aubrelle;Apiculture;Hélène Œuvrard;Apicultrice;helene@ruchers-du-val.example",
    (
        "Ferme de l’Étang;Saint-Maur;Économie sociale et solidaire;Loïc Gaignard;"
        "Maraîcher;loic.gaignard(at)etang.example"
    ),
    "Imprimerie Coopérative;Aubrelle;Entreprise classique;;Gérante;contact@impricoop.example",
)
WAITING = (
    (
        "Atelier Vélo du Pont;Aubrelle;Économie sociale et solidaire;Maïwenn Çelik;"
        "Mécanicienne;maiwenn@velo-du-pont.example"
    ),
    (
        "Conserverie de l’Étoile;Saint-Maur;Entreprise classique;François D’Aramitz;"
        "Directeur;f.daramitz@conserverie-etoile.example"
    ),
    (
        "Conserverie de l'Étoile;Saint-Maur;Entreprise classique;Noëlle Gonçalves;"
        "Qualité;n.goncalves@conserverie-etoile.example"
    ),
    "Mairie de Bœurs;Bœurs;Acteur public;Jérôme Le Guével;Achats;achats@mairie-boeurs.example",
    "Lin & Cie;Aubrelle;Textile;Anaïs Müller;Fondatrice;anais@lin-et-cie.example",
    (
        "Régie de quartier;Aubrelle;Économie sociale et solidaire;Ève Saint-Étienne;"
        "Chargée d’insertion;eve@regie"
    ),
)


def send(session: Session, edition: Edition, people: Sequence[Participant], now: datetime) -> None:
    """Those of a partner's list were registered already, but for three lines that are to be mended."""
    account = team.first(session)
    session.info[ACTOR] = f"account:{account.id}"
    known = [
        f"{one.organisation.name};{one.organisation.town};;{one.name};{one.role};{one.email}"
        for one in people
    ]
    sent_at = now - timedelta(days=3, hours=2)
    content = "\r\n".join((HEAD, *known, *FAULTY)).encode("utf-8-sig")
    sheet = receiving.receive(session, edition, account, "Partenaires du réseau.csv", content, sent_at)
    job = acts.carry_out(session, sheet, {"known": "skip"}, sent_at + timedelta(minutes=4))
    looked = look_over(session, sheet, receiving.rows_of(sheet))
    carrying_out.leave_out(session, sheet.id, looked)
    everyone = carrying_out.Known.of_edition(session, edition)
    carrying_out.take_in(session, sheet.id, looked.people, everyone, sent_at + timedelta(minutes=5))
    acts.finish(session, job, sheet.id, sent_at + timedelta(minutes=5))
    content = "\r\n".join((HEAD, *WAITING)).encode("cp1252")
    receiving.receive(session, edition, account, "Forum de la CCI.csv", content, now - timedelta(hours=5))
    del session.info[ACTOR]
