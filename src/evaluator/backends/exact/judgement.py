"""What became of one leaf."""

from __future__ import annotations

from enum import StrEnum

from evaluator.backends.exact.documents import Judged, highest_proved, proves
from evaluator.backends.exact.steps import Step
from evaluator.model.instrument import Basis, Item, Unproved
from evaluator.values.amounts import Absent, Known, Open
from evaluator.values.record import record


class State(StrEnum):
    """Why a leaf counts as it does."""

    COUNTED = "counted"
    NOT_ANSWERED = "not_answered"
    NOT_VERIFIED = "not_verified"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"
    EXPIRED = "expired"
    NO_EVIDENCE = "no_evidence"


@record()
class Judgement:
    """What became of one leaf.

    Attributes:
        claimed, proved, verified, final: the level at each step, `None` where nothing was said.
        left: the level that is left of the claim, `None` where it stays unverified.
        counted: the level that counts, `None` where none does.
        exempt: what a declared exemption comes to, before any finding.
        basis: the rules that were applied to the claim or exemption.
        step: the value of the leaf, where it was worked out beforehand.
        at: where the response answers, if that is not under its id.
    """

    item: Item
    state: State
    claimed: int | None
    proved: int | None
    left: int | None
    verified: int | None
    final: int | None
    counted: int | None
    amount: Known | Open | Absent
    exempt: Known | Absent | None
    documents: tuple[Judged, ...]
    basis: Basis
    step: Step | None = None
    at: str | None = None

    @property
    def reachable(self) -> int:
        """The highest level the documents prove, whatever was claimed."""
        rating = self.item.rating
        if rating is None:
            raise AssertionError("only what is rated is judged")
        return highest_proved(rating, rating.scale.numbers[-1], self.documents)

    @property
    def is_bare(self) -> bool:
        """Whether the documents prove no level at all, and none is left to fall to."""
        rating = self.item.rating
        if rating is None:
            raise AssertionError("only what is rated is judged")
        stays = rating.without is not None and rating.without.policy is Unproved.STAYS_UNVERIFIED
        return stays and not proves(rating, self.reachable, self.documents)
