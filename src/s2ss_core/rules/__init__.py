"""What must hold, and who says so. Importing this package registers every rule; each file lists what it offers."""

from s2ss_core.rules.agreement import *
from s2ss_core.rules.brokering import *
from s2ss_core.rules.claim import *
from s2ss_core.rules.ending import *
from s2ss_core.rules.grant import *
from s2ss_core.rules.leader_year import *
from s2ss_core.rules.mending import *
from s2ss_core.rules.money import *
from s2ss_core.rules.planning import *
from s2ss_core.rules.reporting import *
from s2ss_core.rules.rule import *
from s2ss_core.rules.support import *
