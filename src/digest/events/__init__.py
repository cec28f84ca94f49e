"""The events, one file per stream family, and the registry of all of them."""

from digest.events.base import (
    Choice,
    Content,
    Event,
    Moment,
    NewEvent,
    Recorded,
    Week,
    fact_id,
    seal,
)
from digest.events.content import ContentRedacted
from digest.events.deliveries import DeliveryCompleted, DeliveryPaused, DeliveryResumed, DeliveryStarted
from digest.events.issues import (
    Claim,
    ComparisonPinned,
    ComparisonSelected,
    ComparisonUnpinned,
    IssueApproved,
    IssueFrozen,
    IssueRejected,
    IssueSkipped,
    RunnerUp,
)
from digest.events.launches import (
    LaunchLinked,
    LaunchObserved,
    PopularityMeasured,
    PricingRecorded,
    ToolLaunched,
    ToolRevised,
)
from digest.events.reviews import (
    CountedTake,
    Evidence,
    PanelPolicySet,
    PersonaDefined,
    ReviewPublished,
)
from digest.events.subscribers import (
    SubscriberErased,
    SubscriberUnsubscribed,
    SubscriptionConfirmed,
    SubscriptionRequested,
)
from digest.events.votes import VoteCast

#: Every event type by its name in the log.
EVENT_TYPES: dict[str, type[Event]] = {
    cls.__name__: cls
    for cls in (
        LaunchObserved,
        ToolLaunched,
        ToolRevised,
        LaunchLinked,
        PopularityMeasured,
        PricingRecorded,
        PersonaDefined,
        PanelPolicySet,
        ReviewPublished,
        VoteCast,
        ComparisonPinned,
        ComparisonUnpinned,
        ComparisonSelected,
        IssueFrozen,
        IssueApproved,
        IssueRejected,
        IssueSkipped,
        SubscriptionRequested,
        SubscriptionConfirmed,
        SubscriberUnsubscribed,
        SubscriberErased,
        DeliveryStarted,
        DeliveryCompleted,
        DeliveryPaused,
        DeliveryResumed,
        ContentRedacted,
    )
}

__all__ = [
    "EVENT_TYPES",
    "Choice",
    "Claim",
    "ComparisonPinned",
    "ComparisonSelected",
    "ComparisonUnpinned",
    "Content",
    "ContentRedacted",
    "CountedTake",
    "DeliveryCompleted",
    "DeliveryPaused",
    "DeliveryResumed",
    "DeliveryStarted",
    "Event",
    "Evidence",
    "IssueApproved",
    "IssueFrozen",
    "IssueRejected",
    "IssueSkipped",
    "LaunchLinked",
    "LaunchObserved",
    "Moment",
    "NewEvent",
    "PanelPolicySet",
    "PersonaDefined",
    "PopularityMeasured",
    "PricingRecorded",
    "Recorded",
    "ReviewPublished",
    "RunnerUp",
    "SubscriberErased",
    "SubscriberUnsubscribed",
    "SubscriptionConfirmed",
    "SubscriptionRequested",
    "ToolLaunched",
    "ToolRevised",
    "VoteCast",
    "Week",
    "fact_id",
    "seal",
]
