"""A factory of eventsourcing that wraps the factory of a third-party module."""

from typing import Any

from eventsourcing.persistence import ApplicationRecorder, InfrastructureFactory
from eventsourcing.popo import POPOFactory
from eventsourcing.utils import Environment, EnvType, strtobool

from s2ss_core.errors import StoreError
from s2ss_core.store.directory import Directory
from s2ss_core.store.documents import Documents
from s2ss_core.store.recorder import WAIT
from s2ss_core.store.third_party.messages import SIDE
from s2ss_core.store.third_party.no_directory import NoDirectory
from s2ss_core.store.third_party.no_documents import NoDocuments
from s2ss_core.store.third_party.recorder import ThirdPartyRecorder
from s2ss_core.store.third_party.side_database import SideDatabase
from s2ss_core.store.write_lock import WAIT_SECONDS

MODULE = "S2SS_FOREIGN_MODULE"
UNSAFE = "eventsourcing_dynamodb"  # its writes are unconditional: it would overwrite events


class ThirdPartyFactory(POPOFactory):
    """Gets the recorder from the module's own factory, and opens the side database if the settings name one."""

    def __init__(self, env: Environment | EnvType | None) -> None:
        super().__init__(env)
        self.module = self.env.get(MODULE, "")
        self._wait = float(self.env.get(WAIT, str(WAIT_SECONDS)))
        if self.module.partition(":")[0].partition(".")[0] == UNSAFE:
            raise StoreError(f"{self.module} can overwrite events. Choose another persistence module.")
        self._side = self._open_side()
        self._recorder: ThirdPartyRecorder | None = None
        try:
            self._foreign = self._open_foreign()
        except BaseException:
            self.close()
            raise

    def _open_side(self) -> SideDatabase | None:
        url = self.env.get(SIDE)
        create = bool(strtobool(self.env.get("CREATE_TABLE", "yes")))
        return SideDatabase(url, create=create, wait=self._wait) if url else None

    def _open_foreign(self) -> ApplicationRecorder:
        settings = Environment(self.env.name, {**self.env, self.PERSISTENCE_MODULE: self.module})
        try:
            self._inner: Any = InfrastructureFactory.construct(settings)
            recorder: ApplicationRecorder = self._inner.application_recorder()
        except Exception as error:
            said = " ".join(str(error).split()) or type(error).__name__
            raise StoreError(f"The persistence module {self.module} cannot be opened: {said}.") from error
        return recorder

    def application_recorder(self) -> ThirdPartyRecorder:
        """The module's recorder, completed by ours."""
        if self._recorder is None:
            self._recorder = ThirdPartyRecorder(self._foreign, self.module, self._side, wait=self._wait)
        return self._recorder

    def directory(self) -> Directory:
        """The directory in the side database."""
        return self._side.directory if self._side else NoDirectory()

    def documents(self) -> Documents:
        """The documents in the side database."""
        return self._side.documents if self._side else NoDocuments()

    def close(self) -> None:
        """Close everything that was opened."""
        if self._recorder:
            self._recorder.close()
        if self._side:
            self._side.close()
        inner = self.__dict__.pop("_inner", None)
        if inner is not None:
            inner.close()
            engine = getattr(getattr(inner, "datastore", None), "engine", None)
            if engine is not None:
                engine.dispose()
