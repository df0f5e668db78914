"""The events. Importing this package registers every stored name; each file lists its own public names."""

from s2ss_core.events.agreement import *
from s2ss_core.events.any_event import *
from s2ss_core.events.brokering import *
from s2ss_core.events.claim import *
from s2ss_core.events.concerns import *
from s2ss_core.events.corrections import *
from s2ss_core.events.deployment import *
from s2ss_core.events.ending import *
from s2ss_core.events.entries import *
from s2ss_core.events.families import *
from s2ss_core.events.grant import *
from s2ss_core.events.id_fields import *
from s2ss_core.events.leader_year import *
from s2ss_core.events.money import *
from s2ss_core.events.payments import *
from s2ss_core.events.plan_lines import *
from s2ss_core.events.planning import *
from s2ss_core.events.preparation import *
from s2ss_core.events.programme import *
from s2ss_core.events.registry import *
from s2ss_core.events.reporting import *
from s2ss_core.events.streams import *
from s2ss_core.events.support import *
from s2ss_core.events.validation import *
