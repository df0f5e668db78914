"""Write every golden file and every generated page of the reference anew, and print what changed: `make golden`."""

from tests import test_docs
from tests.aggregates import test_every_rule
from tests.aggregates.deployment import test_state
from tests.golden.file import GoldenFile
from tests.projections import test_stories
from tests.rules import test_rule
from tests.store import test_golden

EVERY: tuple[GoldenFile, ...] = (
    *test_golden.GOLDEN_FILES,
    test_rule.CODES,
    test_every_rule.REFUSALS,
    test_state.FOLDS,
    *test_stories.VIEWS,
    test_docs.README,
    *test_docs.PAGES,
)


def main(files: tuple[GoldenFile, ...] = EVERY) -> None:
    """Write them and print one paragraph a file that changed, and how many did not."""
    changes = [change for file in files if (change := file.write())]
    for change in changes:
        print(change)
    print(f"Golden files changed: {len(changes)}; as they were: {len(files) - len(changes)}.")
    if changes:
        print("Read the difference before you keep it: git diff.")


if __name__ == "__main__":
    main()
