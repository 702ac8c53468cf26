"""The objects that Flask's extensions are spoken to by; `fairs.app` ties them to an application."""

from __future__ import annotations

from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect

from fairs.delivery.subscriptions import SUBSCRIPTIONS
from fairs.jobs.fanout import attach
from fairs.models import Base


class WebBase(Base):
    """The same tables: Flask-SQLAlchemy makes a base of its own from the bases of what it is given."""

    __abstract__ = True


db = SQLAlchemy(model_class=WebBase, disable_autonaming=True)
migrate = Migrate()
babel = Babel()
csrf = CSRFProtect()
login_manager = LoginManager()
bootstrap = Bootstrap5()

attach(db.session, SUBSCRIPTIONS)  # what a request records becomes deliveries in the same transaction
