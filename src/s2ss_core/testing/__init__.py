"""The testing kit for applications, programmes, projections and back ends that build on s2ss_core.

Import what you need from its modules; this package imports none of them. They need pytest and Hypothesis, so use them
in tests only.

- `given`: given / when / then tests of decisions, commands and views
- `conformance`: the tests that every store must pass; `faulty_stores`: stores on which these tests must fail
- `chaos`: a store that fails at random, repeatable by its seed
- `strategies`: Hypothesis strategies for values, events and whole histories
- `lifecycle`: a deployment's happy path under any programme, and deviations from it
- `stateful`: Hypothesis state machines for deployments, leaders' years and grants
- `invariants`: what holds of every history that commands can make
- `model`: a second, plain computation of the figures, which the invariants compare with the library's
- `seeding`, `samples`: events for a store that a test starts from
- `postgres`: fixtures with a real PostgreSQL server
"""
